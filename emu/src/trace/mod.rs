//! Where the changes of the nets go: VCD, transaction log, digest.
