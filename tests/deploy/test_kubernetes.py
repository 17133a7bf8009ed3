"""The manifests of Kubernetes: the rules of the format, and that all they name is in the service,
asked of one that runs."""

import json
import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import fields
from pathlib import Path
from typing import Any

import httpx2
import kubernetes_validate
import pytest
import yaml

from spellfix.errors import ConfigError
from spellfix.serve.settings import COMMON, Settings
from spellfix.serve.workers import GRACE

FOLDER = Path(__file__).parents[2] / "deploy" / "kubernetes"
PROMETHEUS = FOLDER.parent / "prometheus" / "kubernetes.yml"
VERSION = "1.34"


def read(name: str) -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load((FOLDER / name).read_text(encoding="utf-8"))
    return found


NATIVE = ("deployment", "service", "disruption", "network", "secret.example")


def check(resource: dict[str, Any]) -> None:
    kubernetes_validate.validate(resource, VERSION, strict=True)


@pytest.fixture(scope="module")
def deployment() -> dict[str, Any]:
    return read("deployment.yaml")


@pytest.fixture(scope="module")
def pod(deployment: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = deployment["spec"]["template"]["spec"]
    return found


@pytest.fixture(scope="module")
def container(pod: dict[str, Any]) -> dict[str, Any]:
    (found,) = pod["containers"]
    return dict(found)


@pytest.fixture(scope="module")
def scaled() -> dict[str, Any]:
    found: dict[str, Any] = read("autoscaling/scaledobject.yaml")["spec"]
    return found


@pytest.fixture(scope="module")
def settings() -> dict[str, str]:
    """What the ConfigMap tells the service."""
    (made,) = read("kustomization.yaml")["configMapGenerator"]
    return dict(each.split("=", 1) for each in made["literals"])


@pytest.fixture(scope="module")
def service(
    running: Callable[..., AbstractContextManager[str]],
) -> Iterator[str]:
    with running() as address:
        yield address


@pytest.mark.parametrize("name", NATIVE)
def test_a_manifest_follows_the_schema(name: str) -> None:
    check(read(f"{name}.yaml"))


@pytest.mark.parametrize(
    ("place", "value"),
    [
        (("spec", "replica"), 2),
        (("spec", "template", "spec", "terminationGracePeriodSeconds"), "45s"),
        (("spec", "template", "spec", "containers", 0, "livenessProbe", "httpget"), {}),
        (("spec", "template", "spec", "volumes", 0, "name"), None),
    ],
)
def test_a_mistake_in_a_manifest_would_be_found(
    deployment: dict[str, Any], place: tuple[Any, ...], value: object
) -> None:
    wrong = json.loads(json.dumps(deployment))
    *way, last = place
    at = wrong
    for step in way:
        at = at[step]
    at[last] = value
    with pytest.raises(kubernetes_validate.ValidationError):
        check(wrong)


def test_the_autoscaler_that_keda_makes_follows_the_schema(scaled: dict[str, Any]) -> None:
    """KEDA hands these parts on to a HorizontalPodAutoscaler; its own format has no schema here."""
    (trigger,) = scaled["triggers"]
    made = {
        "apiVersion": "autoscaling/v2",
        "kind": "HorizontalPodAutoscaler",
        "metadata": {"name": "keda-hpa-spellfix"},
        "spec": {
            "scaleTargetRef": {"apiVersion": "apps/v1", "kind": "Deployment"}
            | scaled["scaleTargetRef"],
            "minReplicas": scaled["minReplicaCount"],
            "maxReplicas": scaled["maxReplicaCount"],
            "behavior": scaled["advanced"]["horizontalPodAutoscalerConfig"]["behavior"],
            "metrics": [
                {
                    "type": "External",
                    "external": {
                        "metric": {"name": "s0-prometheus"},
                        "target": {
                            "type": "AverageValue",
                            "averageValue": trigger["metadata"]["threshold"],
                        },
                    },
                }
            ],
        },
    }
    check(made)
    known = {"scaleTargetRef", "minReplicaCount", "maxReplicaCount", "pollingInterval", "fallback"}
    assert set(scaled) == known | {"advanced", "triggers"}
    assert all(isinstance(value, str) for value in trigger["metadata"].values())
    least, most = scaled["minReplicaCount"], scaled["maxReplicaCount"]
    assert least <= scaled["fallback"]["replicas"] <= most


def test_every_file_is_part_of_the_kustomization_but_for_the_example() -> None:
    named = set(read("kustomization.yaml")["resources"])
    there = {each.name for each in FOLDER.glob("*.yaml")}
    assert there - named == {"kustomization.yaml", "secret.example.yaml"}
    assert named <= there
    assert read("autoscaling/kustomization.yaml")["resources"] == ["scaledobject.yaml"]


def test_no_manifest_names_a_namespace() -> None:
    for name in (*NATIVE, "autoscaling/scaledobject"):
        assert "namespace" not in read(f"{name}.yaml")["metadata"]


def test_probes_ask_for_what_the_service_answers(container: dict[str, Any], service: str) -> None:
    probes = [container[each] for each in ("startupProbe", "livenessProbe", "readinessProbe")]
    assert [each["httpGet"]["path"] for each in probes] == ["/healthz", "/healthz", "/readyz"]
    for each in probes:
        assert each["httpGet"]["port"] == container["ports"][0]["name"]
        assert httpx2.get(service + each["httpGet"]["path"]).status_code == 200


def test_the_metric_that_decides_is_one_of_the_service(
    scaled: dict[str, Any], service: str
) -> None:
    (trigger,) = scaled["triggers"]
    (metric,) = re.findall(r"\b(spellfix_\w+)\{", trigger["metadata"]["query"])
    told = httpx2.get(f"{service}/metrics").text
    assert f"# TYPE {metric} gauge" in told
    (job,) = yaml.safe_load(PROMETHEUS.read_text(encoding="utf-8"))["scrape_configs"]
    assert f'job="{job["job_name"]}"' in trigger["metadata"]["query"]


def test_prometheus_finds_the_pods_by_their_label_and_port(
    deployment: dict[str, Any], container: dict[str, Any]
) -> None:
    (job,) = yaml.safe_load(PROMETHEUS.read_text(encoding="utf-8"))["scrape_configs"]
    kept = {each["source_labels"][0]: each.get("regex") for each in job["relabel_configs"]}
    label = deployment["spec"]["template"]["metadata"]["labels"]["app.kubernetes.io/name"]
    assert kept["__meta_kubernetes_pod_label_app_kubernetes_io_name"] == label
    assert kept["__meta_kubernetes_pod_container_port_name"] == container["ports"][0]["name"]


def test_the_service_is_told_only_what_it_understands(
    pod: dict[str, Any], settings: dict[str, str]
) -> None:
    known = {f"SPELLFIX_{field.name.upper()}" for field in fields(Settings)}
    assert set(settings) <= known
    told = Settings.given([], settings)
    assert (told.workers, told.keys) == (2, COMMON)
    for each in (*pod["initContainers"], *pod["containers"]):
        assert {one["name"] for one in each["env"]} == {"SPELLFIX_DATABASE_FILE"}
        assert each["envFrom"] == [{"configMapRef": {"name": "spellfix"}}]


def test_the_container_before_the_others_only_checks(pod: dict[str, Any]) -> None:
    (before,) = pod["initContainers"]
    command, *flags = before["args"]
    assert command == "serve"
    assert Settings.given(flags, {}).check
    assert pod["containers"][0]["args"] == ["serve"]


def test_the_url_of_the_database_lies_where_the_service_looks(
    pod: dict[str, Any], container: dict[str, Any]
) -> None:
    (told,) = container["env"]
    (mount,) = [each for each in container["volumeMounts"] if each["name"] == "database"]
    (volume,) = [each for each in pod["volumes"] if each["name"] == "database"]
    example = read("secret.example.yaml")
    assert volume["projected"]["sources"] == [{"secret": {"name": example["metadata"]["name"]}}]
    (file,) = example["stringData"]
    assert told["value"] == f"{mount['mountPath']}/{file}"
    assert mount["readOnly"] is True


def test_the_names_of_other_services_are_kept_out_of_the_environment(pod: dict[str, Any]) -> None:
    """For a Service called spellfix there would be one that is no port number."""
    name = f"{read('service.yaml')['metadata']['name'].upper()}_PORT"
    with pytest.raises(ConfigError, match="SPELLFIX_PORT"):
        Settings.given([], {name: "tcp://10.0.0.1:80"})
    assert pod["enableServiceLinks"] is False


def test_pods_run_as_the_user_of_the_image_and_are_closed_in(
    pod: dict[str, Any], dockerfile: Any
) -> None:
    told = pod["securityContext"]
    assert [f"{told['runAsUser']}:{told['runAsGroup']}"] == dockerfile.last("USER")
    assert told["runAsNonRoot"] is True
    assert told["seccompProfile"] == {"type": "RuntimeDefault"}
    assert pod["automountServiceAccountToken"] is False
    for each in (*pod["initContainers"], *pod["containers"]):
        assert each["securityContext"] == {
            "allowPrivilegeEscalation": False,
            "readOnlyRootFilesystem": True,
            "capabilities": {"drop": ["ALL"]},
        }
        assert set(each["resources"]["limits"]) == {"cpu", "memory"}


def test_ports_are_those_of_the_image(container: dict[str, Any], dockerfile: Any) -> None:
    (port,) = container["ports"]
    assert str(port["containerPort"]) == dockerfile.environment["SPELLFIX_PORT"]
    (served,) = read("service.yaml")["spec"]["ports"]
    assert served["targetPort"] == port["name"]
    (way_in,) = read("network.yaml")["spec"]["ingress"]
    assert way_in["ports"] == [{"protocol": "TCP", "port": port["name"]}]


def test_a_pod_is_not_killed_before_it_has_finished(
    pod: dict[str, Any], container: dict[str, Any]
) -> None:
    before = container["lifecycle"]["preStop"]["sleep"]["seconds"]
    assert pod["terminationGracePeriodSeconds"] > before + GRACE


def test_everything_selects_the_pods_of_the_deployment(deployment: dict[str, Any]) -> None:
    label = deployment["spec"]["template"]["metadata"]["labels"]
    assert deployment["spec"]["selector"]["matchLabels"] == label
    assert read("service.yaml")["spec"]["selector"] == label
    assert read("disruption.yaml")["spec"]["selector"]["matchLabels"] == label
    assert read("network.yaml")["spec"]["podSelector"]["matchLabels"] == label


def test_there_is_a_core_for_each_worker(
    container: dict[str, Any], settings: dict[str, str]
) -> None:
    assert container["resources"]["limits"]["cpu"] == settings["SPELLFIX_WORKERS"]


def test_nothing_leaves_a_pod_but_questions_for_names_and_for_the_database() -> None:
    policy = read("network.yaml")["spec"]
    assert policy["policyTypes"] == ["Ingress", "Egress"]
    ports = {each["port"] for way in policy["egress"] for each in way["ports"]}
    assert ports == {53, 5432}
