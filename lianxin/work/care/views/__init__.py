"""Pages of care: cases, requests under art. 39, visits, who was not visited lately."""
