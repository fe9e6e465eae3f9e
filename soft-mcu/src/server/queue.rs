//! `DataRequest`s that are not answered yet.

use crate::link::request::DataRequest;
use crate::link::{Header, QUEUE, Span};

/// What is left of each, oldest first.
#[derive(Clone, Copy, Debug)]
pub struct Queue {
    places: [(Header, DataRequest); QUEUE],
    count: usize,
}

impl Queue {
    /// Nothing waits. A constant of zeros: one call fills it.
    pub(crate) const NOTHING: Self = Self {
        places: [(
            Header::new(0, 0, 0),
            DataRequest {
                span: Span::NONE,
                block: 0,
                compress: false,
            },
        ); QUEUE],
        count: 0,
    };

    /// Does nothing wait?
    #[inline]
    pub fn is_empty(&self) -> bool {
        self.count == 0
    }

    /// Forgets everything.
    pub fn clear(&mut self) {
        self.count = 0;
    }

    /// Takes one more, if there is room.
    pub fn push(&mut self, header: Header, request: DataRequest) -> bool {
        let Some(place) = self.places.get_mut(self.count) else {
            return false;
        };
        *place = (header, request);
        self.count += 1;
        true
    }

    /// The next block, of at most `most` bytes: whose, where, how long, and whether it may be
    /// compressed.
    pub fn next(&mut self, most: u32) -> Option<(Header, Span, bool)> {
        if self.count == 0 {
            return None;
        }
        let (header, request) = self.places.first_mut()?;
        let (header, span) = (*header, request.span);
        let length = span.length().min(u32::from(request.block)).min(most);
        let compress = request.compress;
        let block = Span::new(span.offset(), length).ok()?;
        match Span::new(block.end(), span.length().wrapping_sub(length)) {
            Ok(rest) => request.span = rest,
            Err(_) => {
                self.count -= 1;
                for place in 1..QUEUE {
                    if let [to, from, ..] = self.places.get_mut(place - 1..)? {
                        *to = *from;
                    }
                }
            }
        }
        Some((header, block, compress))
    }
}
