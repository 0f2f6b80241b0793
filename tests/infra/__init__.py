"""What runs on AWS, tested without an account."""
