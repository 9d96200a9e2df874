"""A reported risk moment and what is weighed of it, played without a store."""
