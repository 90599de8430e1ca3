"""Words for people: what the decisions give, said in someone's voice as messages with buttons and cards."""
