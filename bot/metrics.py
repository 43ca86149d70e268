"""What is counted and timed for a monitoring system."""

from prometheus_client import CollectorRegistry, Gauge, Histogram

SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5)  # Slack waits three


class Metrics:
    """`deliveries` times what Slack delivers; the rest is read when it is asked for."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self._deliveries = Histogram(
            "steward_delivery_seconds",
            "From a delivery of Slack's to its answer",
            ["kind", "status"],
            buckets=SECONDS,
            registry=self.registry,
        )
        self._gauges = {
            name: Gauge(f"steward_{name}", words, registry=self.registry)
            for name, words in {
                "messages_open": "Messages that wait to be said",
                "messages_parked": "Messages that Slack would not take, kept for a person",
                "timers_late_seconds": "How long the oldest timer that is due has waited, in desk time",
                "timers_parked": "Timers that failed for good, kept for a person",
                "tick_age_seconds": "Since the last tick",
                "courier_age_seconds": "Since the courier last looked for work",
                "sockets": "Sockets to Slack, in Socket Mode",
            }.items()
        }

    def delivered(self, kind: str, status: int, seconds: float) -> None:
        self._deliveries.labels(kind, str(status)).observe(seconds)

    def set(self, name: str, value: float) -> None:
        self._gauges[name].set(value)
