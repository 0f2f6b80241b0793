"""A throw-away dbt project, for what is not about our models."""

from pathlib import Path

PROFILE = """
small:
  target: next
  outputs:
    next:
      type: postgres
      host: "{{ env_var('PGHOST') }}"
      port: "{{ env_var('PGPORT') | as_number }}"
      dbname: "{{ env_var('PGDATABASE') }}"
      user: "{{ env_var('PGUSER') }}"
      password: "{{ env_var('PGPASSWORD') }}"
      schema: marts_next
"""
"""Where it builds; more targets may follow."""

PROJECT_FILE = "name: small\nprofile: small\n"


def small_project(
    folder: Path, project_file: str = PROJECT_FILE, profile: str = PROFILE, **models: str
) -> Path:
    """Write one with these models; returns its folder."""
    (folder / "models").mkdir(parents=True)
    (folder / "dbt_project.yml").write_text(project_file)
    (folder / "profiles.yml").write_text(profile)
    for name, text in models.items():
        (folder / "models" / f"{name}.sql").write_text(text)
    return folder
