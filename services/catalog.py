"""What people may ask for."""

from storage.tx import Tx


def offered(tx: Tx) -> dict[str, str]:
    """Names of the services by key; each reader's language has its own order of them."""
    return {service.key: service.name for service in tx.desk.services.values()}
