//! Sending blocks of the memory.

use super::{Own, Server};
use crate::job::{Job, Stopped};
use crate::link::answer::{DataBlock, Encoding};
use crate::link::frame::{Head, send, send_checked};
use crate::link::lz4::{self, TABLE_ENTRIES};
use crate::link::BLOCK_BYTES_MAX;
use crate::platform::Platform;

/// Half of the buffer: what was read stands in the lower one, what becomes of it in the upper one.
const HALF: usize = BLOCK_BYTES_MAX as usize;

/// Sends the next block that was asked for, of at most `most` bytes, read to `pointer`. A `most` of
/// less than a block leaves the rest of the buffer alone.
#[inline(never)]
pub(crate) fn send_next<P: Platform, M: Own<P>>(
    job: &mut Job<P, M>,
    server: &mut Server,
    pointer: u32,
    most: u32,
) -> Result<(), Stopped> {
    let Some((header, span, compress)) = server.desk.queue.next(most) else {
        return Ok(());
    };
    let mut head = Head::answer(header);
    let mut block = DataBlock {
        offset: span.offset(),
        raw_bytes: span.length() as u16,
        encoding: Encoding::Plain,
        data: &[],
    };
    block.write(&mut head);
    let register = M::read(job, span.offset(), span.length(), pointer, head.register())?;
    let (buffer, sink) = job.p.outlet();
    let from = pointer as usize;
    if compress && most == BLOCK_BYTES_MAX {
        let (raw, packed) = buffer.split_at_mut(HALF);
        let raw = raw.get(..span.length() as usize).unwrap_or(&[]);
        let mut table = [0; TABLE_ENTRIES];
        if let Some(data) = lz4::compress(raw, packed, &mut table).and_then(|n| packed.get(..n)) {
            head = Head::answer(header);
            block.encoding = Encoding::Lz4;
            block.write(&mut head);
            send(&head, data, sink);
            return Ok(());
        }
    }
    let data = buffer.get(from..from + span.length() as usize);
    send_checked(&head, data.unwrap_or(&[]), register, sink);
    Ok(())
}
