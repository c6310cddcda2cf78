//! Secrets of the second step as they lie in the database: sealed (XChaCha20-Poly1305) with a key made from the secret of the
//! site, and bound to their account, so that a stolen dump makes no codes and no row works for somebody else.

use chacha20poly1305::aead::{Aead, Payload};
use chacha20poly1305::{KeyInit, XChaCha20Poly1305, XNonce};

use crate::config::Secret;
use crate::ids::AccountId;
use crate::web::security::keyed_digest;

/// What a sealed secret begins with.
const KIND: u8 = 1;
/// Bytes of the random number that no two seals share.
const NONCE: usize = 24;
/// Bytes of a secret as it was kept before it was sealed.
const PLAIN: usize = 20;

/// A secret read back.
#[derive(Debug, PartialEq)]
pub struct Opened {
    /// Shared with the app.
    pub secret: Vec<u8>,
    /// Whether it should be sealed anew: it lay open, or under the key of before.
    pub stale: bool,
}

fn cipher(site: &Secret) -> XChaCha20Poly1305 {
    let key = keyed_digest(site, "second step", &[]);
    XChaCha20Poly1305::new_from_slice(&key).expect("the digest has the length of a key")
}

/// Seals a secret for one account.
pub fn seal(site: &Secret, account: AccountId, secret: &[u8]) -> Vec<u8> {
    let nonce: [u8; NONCE] = rand::random();
    let payload = Payload { msg: secret, aad: account.0.as_bytes() };
    let sealed = cipher(site).encrypt(&XNonce::from(nonce), payload);
    let sealed = sealed.expect("twenty bytes are not too many");
    [&[KIND][..], &nonce, &sealed].concat()
}

/// Opens what is stored for an account with the secret of the site, or with the one of before; none if neither fits.
pub fn open(
    site: &Secret,
    before: Option<&Secret>,
    account: AccountId,
    stored: &[u8],
) -> Option<Opened> {
    if stored.len() == PLAIN {
        return Some(Opened { secret: stored.to_vec(), stale: true });
    }
    let (head, sealed) = stored.split_at_checked(1 + NONCE)?;
    let nonce: [u8; NONCE] = head.strip_prefix(&[KIND])?.try_into().ok()?;
    let with = |key: &Secret| {
        let payload = Payload { msg: sealed, aad: account.0.as_bytes() };
        cipher(key).decrypt(&XNonce::from(nonce), payload).ok()
    };
    match with(site) {
        Some(secret) => Some(Opened { secret, stale: false }),
        None => before.and_then(with).map(|secret| Opened { secret, stale: true }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sealed_secret_opens_for_its_account_and_with_the_key_of_before() {
        let (old, new) = (Secret::new("o".repeat(32)), Secret::new("n".repeat(32)));
        let (anna, sipho) = (AccountId::new(), AccountId::new());
        let secret = [7u8; PLAIN];
        let stored = seal(&old, anna, &secret);
        assert_eq!(stored.len(), 61);
        assert!(!stored.windows(PLAIN).any(|w| w == secret));
        let opened = |stale| Some(Opened { secret: secret.to_vec(), stale });
        assert_eq!(open(&old, None, anna, &stored), opened(false));
        assert_eq!(open(&new, Some(&old), anna, &stored), opened(true));
        assert_eq!(open(&new, None, anna, &stored), None, "the key is gone");
        assert_eq!(open(&old, None, sipho, &stored), None, "it is somebody else's");
        assert_eq!(open(&new, None, anna, &secret), opened(true), "it lay open");
        let mut bent = stored.clone();
        bent[40] ^= 1;
        assert_eq!(open(&old, None, anna, &bent), None);
        assert_eq!(open(&old, None, anna, &[]), None);
        assert_ne!(seal(&old, anna, &secret), stored, "no two seals are alike");
    }
}
