"""One module per provider: a request and the simulated world in, the provider's own bytes out."""
