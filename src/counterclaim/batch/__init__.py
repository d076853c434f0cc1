"""The pipeline over partitions: the same functions spread over processes and machines (Dask), into Parquet files."""
