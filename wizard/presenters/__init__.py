"""From records, declarations and evaluations to what a page shows. Templates receive these values and nothing else."""
