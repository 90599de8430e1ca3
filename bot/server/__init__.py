"""The web service: the edge to the network."""
