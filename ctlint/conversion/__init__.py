"""Selectors written anew: basic ones as advanced ones, and any of them in another format."""
