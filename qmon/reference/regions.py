"""Places: names and office names to GB/T 2260 codes, and codes to today's prefecture and province."""

from qmon.reference.offices import office_level, read_office_region
from qmon.reference.region_names import read_region
from qmon.reference.region_table import (
    Region,
    is_valid_on,
    known_regions,
    prefecture_of,
    prefectures_on,
    province_of,
    region_name,
)

__all__ = [
    "Region",
    "is_valid_on",
    "known_regions",
    "office_level",
    "prefecture_of",
    "prefectures_on",
    "province_of",
    "read_office_region",
    "read_region",
    "region_name",
]
