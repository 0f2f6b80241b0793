"""Bellwether on AWS: Terraform, and what runs on its instances."""
