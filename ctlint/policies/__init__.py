"""Policies of an organisation: what trails must record, must not record, or may record only so many times."""
