//! Orders of the list, and where in one of them a page begins. A cursor is the last row's key, so that page 500 costs what
//! page 1 costs. It is sealed: the order number of a report would tell how many reports were made that nobody may see.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::{DateTime, Utc};
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use subtle::ConstantTimeEq;

use super::Priority;
use crate::config::Secret;

/// In which order a list stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Order {
    /// Last reported first.
    #[default]
    Newest,
    /// First reported first.
    Oldest,
    /// Most urgent first.
    Priority,
    /// Last changed first.
    Changed,
}

impl Order {
    /// Every order, as the form offers them.
    pub const ALL: [Order; 4] = [Order::Newest, Order::Oldest, Order::Priority, Order::Changed];

    /// The word in the address.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Newest => "newest",
            Self::Oldest => "oldest",
            Self::Priority => "priority",
            Self::Changed => "changed",
        }
    }
}

impl std::str::FromStr for Order {
    type Err = ();
    fn from_str(word: &str) -> Result<Self, ()> {
        Self::ALL.into_iter().find(|o| o.as_str() == word).ok_or(())
    }
}

/// A place in a list, and which way to read from it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cursor {
    /// The order it belongs to: in another it means nothing.
    pub order: Order,
    /// Towards the beginning of the list.
    pub back: bool,
    /// First key of the order by priority: its rank, 0 for the lowest; 0 in other orders.
    pub rank: u8,
    /// Next key: when the row was reported, or last changed; microseconds since 1970.
    pub at: i64,
    /// Order number of the row, the last key of every order.
    pub number: i64,
}

/// Bytes of the seal: enough that nobody makes a cursor by trying.
const SEAL: usize = 8;

impl Cursor {
    /// The moment in it.
    pub fn at(self) -> Option<DateTime<Utc>> {
        DateTime::from_timestamp_micros(self.at)
    }

    /// The priority in it.
    pub fn priority(self) -> Option<Priority> {
        let priority = Priority::ALL.get(usize::from(self.rank)).copied();
        priority.filter(|_| self.order == Order::Priority)
    }

    /// The cursor as it stands in an address.
    pub fn seal(self, secret: &Secret) -> String {
        let mut plain = [0u8; 18];
        plain[0] = Order::ALL.iter().position(|o| *o == self.order).unwrap_or(0) as u8;
        plain[1] = u8::from(self.back) | self.rank << 1;
        plain[2..10].copy_from_slice(&self.at.to_be_bytes());
        plain[10..].copy_from_slice(&self.number.to_be_bytes());
        // The seal is made from the plain text and is the nonce of the key stream: the same place is the same address.
        let seal = mac(secret, b"cursor seal", &plain);
        let stream = mac(secret, b"cursor stream", &seal[..SEAL]);
        let hidden = plain.iter().zip(&stream).map(|(p, s)| p ^ s);
        URL_SAFE_NO_PAD.encode(seal[..SEAL].iter().copied().chain(hidden).collect::<Vec<u8>>())
    }

    /// Reads what [`Cursor::seal`] wrote; none for anything else.
    pub fn open(secret: &Secret, text: &str) -> Option<Self> {
        let bytes = URL_SAFE_NO_PAD.decode(text).ok()?;
        let (seal, hidden) = bytes.split_at_checked(SEAL)?;
        let hidden: [u8; 18] = hidden.try_into().ok()?;
        let stream = mac(secret, b"cursor stream", seal);
        let plain: [u8; 18] = std::array::from_fn(|i| hidden[i] ^ stream[i]);
        let right = mac(secret, b"cursor seal", &plain);
        if !bool::from(right[..SEAL].ct_eq(seal)) {
            return None;
        }
        Some(Self {
            order: *Order::ALL.get(usize::from(plain[0]))?,
            back: plain[1] & 1 == 1,
            rank: plain[1] >> 1,
            at: i64::from_be_bytes(plain[2..10].try_into().ok()?),
            number: i64::from_be_bytes(plain[10..].try_into().ok()?),
        })
    }
}

fn mac(secret: &Secret, purpose: &[u8], text: &[u8]) -> [u8; 32] {
    let mut mac =
        Hmac::<Sha256>::new_from_slice(secret.expose().as_bytes()).expect("any length is a key");
    mac.update(purpose);
    mac.update(b"\0");
    mac.update(text);
    mac.finalize().into_bytes().into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_cursor_is_read_as_it_was_sealed_and_not_otherwise(order in 0usize..4, back: bool, rank in 0u8..4, at: i64, number: i64, byte in 0usize..26, bit in 0u8..8) {
            let secret = Secret::new("s".repeat(32));
            let cursor = Cursor { order: Order::ALL[order], back, rank, at, number };
            let text = cursor.seal(&secret);
            prop_assert_eq!(Cursor::open(&secret, &text), Some(cursor));
            prop_assert_eq!(Cursor::open(&Secret::new("t".repeat(32)), &text), None);
            let mut bytes = URL_SAFE_NO_PAD.decode(&text).unwrap();
            bytes[byte] ^= 1 << bit;
            prop_assert_eq!(Cursor::open(&secret, &URL_SAFE_NO_PAD.encode(bytes)), None);
        }

        #[test]
        fn nothing_else_is_a_cursor(text: String) {
            prop_assert_eq!(Cursor::open(&Secret::new("s".repeat(32)), &text), None);
        }
    }
}
