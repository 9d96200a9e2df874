"""The Telegram door: reads updates, keeps almost nothing of them, and answers with fixed sentences."""
