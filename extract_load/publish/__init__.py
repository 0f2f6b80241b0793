"""Publish: swap an audited build in for readers, and back."""
