"""What the units of the two EC2 instances run: each a module, `python -m infra.aws.instances.NAME`.

Where everything is stands in `/etc/bellwether/environment`; secrets are read when a unit runs, and handed on
in the environment of the process that needs them alone.
"""
