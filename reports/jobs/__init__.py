"""Papers for many pupils, made in the background, and what is kept of them."""
