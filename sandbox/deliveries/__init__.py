"""What Slack sends to an app: signed HTTP requests or Socket Mode envelopes, with deadlines and retries."""
