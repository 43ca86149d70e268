"""What people may ask for."""

from storage.tx import Tx


def offered(tx: Tx) -> dict[str, str]:
    """Names of the services by key, in the order of their names."""
    return {service.key: service.name for service in sorted(tx.desk.services.values(), key=lambda one: one.name)}
