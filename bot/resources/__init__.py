"""The resource base: typed entries, a strict loader and a frozen library."""
