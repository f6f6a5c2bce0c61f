"""At the gate: idempotency keys, rate buckets, replay protection."""
