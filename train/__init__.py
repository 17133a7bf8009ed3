"""Training, fine-tuning and export: needs the extra ``train`` (torch, transformers)."""
