//! `DataRequest`s that are not answered yet.

use crate::link::frame::kind;
use crate::link::request::DataRequest;
use crate::link::{Header, QUEUE, Span};

/// What is left of one. The header says no more than that it is one, but for its mark.
#[derive(Clone, Copy, Debug)]
struct Waiting {
    mark: u32,
    /// As the request says it.
    how: u32,
    span: Span,
}

/// They are done in the order in which they came.
#[derive(Clone, Copy, Debug)]
pub struct Queue {
    count: usize,
    first: usize,
    /// A ring: the place after the last is the first.
    places: [Waiting; QUEUE],
}

impl Queue {
    /// Nothing waits. A constant of zeros: one call fills it.
    pub(crate) const NOTHING: Self = Self {
        count: 0,
        first: 0,
        places: [Waiting {
            mark: 0,
            how: 0,
            span: Span::NONE,
        }; QUEUE],
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

    /// Takes one more, if there is room: `how` is its third number.
    pub fn push(&mut self, header: Header, span: Span, how: u32) -> bool {
        if self.count == QUEUE {
            return false;
        }
        let mark = header.mark();
        self.places[(self.first + self.count) % QUEUE] = Waiting { mark, how, span };
        self.count += 1;
        true
    }

    /// The next block, of at most `most` bytes: whose, where, how long, and whether it may be
    /// compressed.
    pub fn next(&mut self, most: u32) -> Option<(Header, Span, bool)> {
        if self.count == 0 {
            return None;
        }
        let request = &mut self.places[self.first % QUEUE];
        let (block, compress) = DataRequest::how(request.how);
        let header = Header::marked(kind::DATA_REQUEST, request.mark);
        let length = request.span.length().min(block).min(most);
        let block = request.span.take(length);
        if request.span.length() == 0 {
            self.count -= 1;
            self.first += 1;
        }
        Some((header, block, compress))
    }
}
