//! Sending blocks of the memory.

use super::{Desk, Own, Server};
use crate::crc;
use crate::job::{Job, Stopped};
use crate::link::BLOCK_BYTES_MAX;
use crate::link::answer::{DataBlock, Encoding};
use crate::link::frame::{kind, send_checked};
use crate::link::lz4::{self, TABLE_ENTRIES};
use crate::platform::Platform;

/// Half of the buffer: what was read stands in the lower one, what becomes of it in the upper one.
pub(super) const HALF: usize = BLOCK_BYTES_MAX as usize;

/// Blocks that are sent as they are after one that did not get shorter: looking for repetitions takes
/// a fifth of a fast line's time. After the next one that did not it is twice as many and one more.
pub(super) const PLAIN_BLOCKS_MIN: u32 = 7;
/// But at most so many: all bits that count them.
const PLAIN_BLOCKS_MAX: u32 = 63;

/// Sends the next block that was asked for, of at most `most` bytes, read to `pointer`. A `most` of
/// less than a block leaves the rest of the buffer alone.
#[inline(never)]
pub(crate) fn send_next<P: Platform, M: Own<P>>(
    job: &mut Job<P, M>,
    server: &mut Server,
    pointer: u32,
    most: u32,
) -> Result<(), Stopped> {
    let Desk { head, queue, .. } = &mut server.desk;
    let Some((header, span, compress)) = queue.next(most) else {
        return Ok(());
    };
    let (mut from, mut length) = (pointer, span.length());
    head.begin(header.kind | kind::ANSWER, header);
    DataBlock::begin(head, span.offset(), length);
    let mut register = M::read(job, span.offset(), length, pointer, head.register())?;
    if compress
        && most == BLOCK_BYTES_MAX
        && let Some(packed) = pack(job.p, &mut server.desk, length)
    {
        (from, length) = (BLOCK_BYTES_MAX, packed);
        let head = &mut server.desk.head;
        DataBlock::encoded(head, Encoding::Lz4);
        let (buffer, _) = job.p.outlet();
        register = crc::run(head.register(), part(buffer, from, length));
    }
    let (buffer, sink) = job.p.outlet();
    send_checked(
        &server.desk.head,
        part(buffer, from, length),
        register,
        sink,
    );
    Ok(())
}

/// The `length` bytes from `from` on.
fn part(buffer: &[u8], from: u32, length: u32) -> &[u8] {
    let rest = buffer.get(from as usize..).unwrap_or(&[]);
    &rest[..rest.len().min(length as usize)]
}

/// Writes the `length` bytes at the buffer's start as an LZ4 block to its upper half, and gives the
/// bytes of that; `None` where it is not worth it, which then is believed of ever more blocks too. The
/// stack has room for the table: there is no rescue under way.
#[inline(never)]
fn pack<P: Platform>(p: &mut P, desk: &mut Desk, length: u32) -> Option<u32> {
    if desk.plain != 0 {
        desk.plain -= 1;
        return None;
    }
    desk.plain = desk.plain_next;
    desk.plain_next = 2 * desk.plain_next + 1 & PLAIN_BLOCKS_MAX;
    let (buffer, _) = p.outlet();
    let (raw, packed) = buffer.split_at_mut(HALF);
    let mut table = [0; TABLE_ENTRIES];
    let length = lz4::compress(raw.get(..length as usize)?, packed, &mut table)?;
    desk.plain = 0;
    desk.plain_next = PLAIN_BLOCKS_MIN;
    Some(length as u32)
}
