"""What holds for every model, test and document of the dbt project."""
