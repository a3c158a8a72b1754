"""Run surveys from an orchestrator, such as Airflow or Dagster, or from a script.

Airflow:
    from airflow.sdk import dag, task

    @dag(schedule="30 2 * * *")
    def surveys():
        task(run_surveys)(root="/srv/surveys")

Dagster:
    @dagster.asset
    def survey_figures() -> dagster.MaterializeResult:
        results = run_surveys(root="/srv/surveys")
        return dagster.MaterializeResult(metadata={result["survey"]: result["status"] for result in results})
"""

import json
import subprocess
import sys


class SurveysFailed(Exception):
    """Surveys that could not run, or that are not as expected."""


def run_surveys(root: str, *pipelines: str, program: str = "topline", timeout: int = 1800) -> list[dict]:
    """Runs what changed and gives what became of each survey. Raises SurveysFailed if one is not well."""
    command = [program, "run", *pipelines, "--root", root, "--wait", "--keep", "7", "--no-publish-on-fail"]
    command += ["--timeout", str(timeout), "--format", "json"]
    finished = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=False)
    results = [json.loads(line) for line in finished.stdout.splitlines()]
    bad = [result for result in results if result["exit_code"] != 0]
    if bad or finished.returncode != 0:
        raise SurveysFailed("; ".join(describe(result) for result in bad) or f"exit code {finished.returncode}")
    return results


def describe(result: dict) -> str:
    """One line on a survey that is not well."""
    if result["error"]:
        return f"{result['survey']}: {result['error']['message']}"
    failed = [check["name"] for check in result["checks"] if not check["passed"]]
    return f"{result['survey']}: {result['unexpected']} verdicts not as expected, failed checks: {failed}"


if __name__ == "__main__":
    for survey in run_surveys(*sys.argv[1:]):
        print(survey["survey"], survey["status"])
