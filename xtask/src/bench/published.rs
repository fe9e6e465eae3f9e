//! Other people's cores, measured with the same tools.

/// Rows of the table. One number for the frequency where the seeds agree, else their span.
pub const ROWS: &str = "\
| *published* alexforencich i2c_master | 231 | 72 | 91-101 | 38 | 219 / 151 | arbitration, filter, recovery, any timeout; issues START with SCL stuck low |
| *published* OpenCores i2c byte_ctrl | 334 | 140 | 90-108 | 37-40 | - | recovery, timeouts; false arbitration loss |
| *published* ZipCPU lli2cm | 186 | 110 | 126 | 52-57 | 212 / 195 | arbitration, recovery |
| *published* ZipCPU spixpress | 114 | 98 | 159-175 | 60-67 | 91 | write and erase in hardware |
| *published* ZipCPU llqspi | 216 | 116 | 145-167 | 60-67 | 189 | write and erase in hardware |
| *published* picosoc spimemio | 311 | 174 | 69-73 | 25-28 | - | write and erase |
| *published* alexforencich uart | 220 | 79 | 87-93 | 38 | 208 / 173 | majority, break, FIFO |
| *published* ZipCPU rxuartlite and txuartlite | 144 | 85 | 171+ | 72 | - | majority, framing, break, a rate set at run time, FIFO |
| *published* PicoRV32 | 1381 | | 71 | | | CPI about 4 |
| *published* FemtoRV quark | 880 | | 60 | | | CPI 2 to 3 |
";
