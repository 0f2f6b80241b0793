"""What runs on AWS, run here: the Lambda's zip, and the instances' units."""
