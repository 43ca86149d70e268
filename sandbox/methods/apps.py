from sandbox.methods.call import Call, Method, SlackError
from sandbox.shapes import Json


def connections_open(call: Call) -> Json:
    """A WebSocket address for Socket Mode; its ticket works once."""
    if call.workspace.app.mode != "socket":
        raise SlackError("not_allowed_token_type")
    ticket = call.workspace.mint.token()
    call.workspace.passes.tickets.add(ticket)
    host = call.base_url.partition("://")[2]
    return {"ok": True, "url": f"ws://{host}/link/?ticket={ticket}&app_id={call.workspace.app.id}"}


METHODS = {"apps.connections.open": Method(connections_open, "tier3", bearer="app")}
