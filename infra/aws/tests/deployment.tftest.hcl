# The whole deployment against a simulated provider: no account, no network. What holds for every resource of a
# kind is tested in tests/infra on the state that the first run prints.

mock_provider "aws" {
  source = "./tests/mocks"
}

variables {
  allowed_cidrs         = ["203.0.113.7/32"]
  alarm_email           = "owner@example.com"
  contact               = "owner@example.com"
  lambda_zip            = "versions.tf" # any file: nothing need be built for a test
  bundle                = "versions.tf"
  wait_for_boot_minutes = 0 # none ever boots
}

override_data {
  target = data.aws_ssm_parameter.image
  values = { insecure_value = "ami-january" }
}

run "waits_for_the_first_boot" {
  command = plan
  variables {
    wait_for_boot_minutes = 20
  }
  assert {
    condition     = module.etl.awaited && module.dashboard.awaited
    error_message = "An apply is not over before the instances have told that they run."
  }
}

run "whole" {
  assert {
    condition     = aws_db_instance.this.engine_version == "16.99" && !aws_db_instance.this.allow_major_version_upgrade
    error_message = "The newest minor version of the major one, and no other major one by chance."
  }
  assert {
    condition     = length(aws_scheduler_schedule.source) == 18 && !contains(keys(aws_scheduler_schedule.source), "yahoo")
    error_message = "Each source has a schedule, and of the two that sell prices only the chosen one."
  }
  assert {
    condition     = module.etl.address != null && length(aws_nat_gateway.this) == 0
    error_message = "By default the ETL instance goes out by an address of its own: a NAT gateway costs more than all else."
  }
  assert {
    condition     = length(aws_emrserverless_application.spark) == 0 && length(aws_iam_role.spark) == 0 && output.lake_url == null
    error_message = "No Spark without being asked for."
  }
  assert {
    condition     = length(aws_route53_record.dashboard) == 0 && length(aws_iam_role.deploy) == 0
    error_message = "Nobody's zone and no deploy role without being asked for."
  }
  assert {
    condition     = output.secrets_to_put == { tiingo = "bellwether-production/tiingo" }
    error_message = "The key of the prices is the only secret that a person puts by default."
  }
}

# What the first run made is what is there, and Amazon has another image since.

run "keeps_its_image_whatever_is_deployed" {
  command = plan
  variables {
    bundle = "outputs.tf"
  }
  override_data {
    target = data.aws_ssm_parameter.image
    values = { insecure_value = "ami-february" }
  }
  assert {
    condition     = output.bundle_id != run.whole.bundle_id && output.images == { etl = "ami-january", dashboard = "ami-january" }
    error_message = "Another bundle brings no other image."
  }
}

run "takes_the_newest_one_machine_at_a_time" {
  plan_options {
    replace = [module.dashboard.terraform_data.image]
  }
  override_data {
    target = data.aws_ssm_parameter.image
    values = { insecure_value = "ami-february" }
  }
  assert {
    condition     = output.images == { etl = "ami-january", dashboard = "ami-february" }
    error_message = "The machine whose image is replaced has the newest, and the other one stays as it is."
  }
  assert {
    condition     = output.dashboard_instance_id != run.whole.dashboard_instance_id && output.etl_instance_id == run.whole.etl_instance_id
    error_message = "Only that machine is made anew."
  }
}
