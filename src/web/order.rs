//! Lists that staff put in order, one step at a time.

use crate::error::Error;

/// Moves an item one place up or down. Its new place, counted from 0; none if it stands at that end already; not found
/// if it is not in the list.
pub fn shift<T: PartialEq>(list: &mut [T], item: &T, up: bool) -> Result<Option<usize>, Error> {
    let at = list.iter().position(|i| i == item).ok_or(Error::NotFound)?;
    let to = if up { at.checked_sub(1) } else { Some(at + 1).filter(|i| *i < list.len()) };
    if let Some(to) = to {
        list.swap(at, to);
    }
    Ok(to)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_item_moves_one_place_and_not_beyond_the_ends() {
        let mut list = ["a", "b", "c"];
        assert_eq!(shift(&mut list, &"b", true).unwrap(), Some(0));
        assert_eq!(list, ["b", "a", "c"]);
        assert_eq!(shift(&mut list, &"b", true).unwrap(), None);
        assert_eq!(shift(&mut list, &"c", false).unwrap(), None);
        assert_eq!(shift(&mut list, &"a", false).unwrap(), Some(2));
        assert_eq!(list, ["b", "c", "a"]);
        assert!(shift(&mut list, &"d", true).is_err());
    }
}
