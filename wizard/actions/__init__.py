"""The only writers. Each action checks who asks, writes in one transaction and records itself in the audit log."""
