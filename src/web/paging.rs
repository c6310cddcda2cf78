//! Paging by cursor: the last order number seen, never an offset, so that page 500 costs what page 1 costs and nothing
//! is skipped or shown twice when reports arrive in between.

/// Rows of a public list page: what fits a weak signal.
pub const PAGE: i64 = 20;

/// One page of rows and where the next begins.
#[derive(Clone, Debug)]
pub struct Paged<T> {
    /// The rows.
    pub items: Vec<T>,
    /// Cursor of the next page, if there is one.
    pub next: Option<i64>,
}

impl<T> Paged<T> {
    /// From up to `size + 1` rows: the extra one only tells that there is more. `number` gives a row's order number.
    pub fn new(mut rows: Vec<T>, size: i64, number: impl Fn(&T) -> i64) -> Self {
        let size = usize::try_from(size).unwrap_or(0);
        let more = rows.len() > size;
        rows.truncate(size);
        let next = if more { rows.last().map(number) } else { None };
        Self { items: rows, next }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_extra_row_only_tells_that_there_is_more() {
        let page = Paged::new(vec![9, 8, 7], 2, |n| *n);
        assert_eq!((page.items, page.next), (vec![9, 8], Some(8)));
        let last = Paged::new(vec![7], 2, |n| *n);
        assert_eq!(last.next, None);
    }
}
