//! Identifiers of rows: newtypes over UUIDv7, made by one macro, so that no id is used for the wrong kind of thing.
//! They identify; order comes from the database (`number`), never from the time inside the id.

/// Makes id types: `T::new()` is a fresh UUIDv7; text form is the usual hyphenated one.
macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(
            Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord,
            serde::Serialize, serde::Deserialize, sqlx::Type,
        )]
        #[serde(transparent)]
        #[sqlx(transparent)]
        pub struct $name(pub uuid::Uuid);

        impl $name {
            /// A fresh id.
            #[allow(clippy::new_without_default)]
            pub fn new() -> Self {
                Self(uuid::Uuid::now_v7())
            }
        }

        impl From<uuid::Uuid> for $name {
            fn from(id: uuid::Uuid) -> Self {
                Self(id)
            }
        }

        impl From<$name> for uuid::Uuid {
            fn from(id: $name) -> Self {
                id.0
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(f)
            }
        }

        impl std::str::FromStr for $name {
            type Err = uuid::Error;
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                text.parse().map(Self)
            }
        }
    )+};
}

ids! {
    /// Somebody who can sign in.
    AccountId,
    /// One incident.
    IncidentId,
    /// A category of incidents.
    CategoryId,
    /// An extra question of a category.
    QuestionId,
    /// A ward, suburb or municipality.
    AreaId,
    /// An entry of the gazetteer.
    PlaceId,
    /// A report being written.
    DraftId,
    /// One sending of one form, however often it is repeated.
    SubmissionId,
    /// A photo.
    MediaId,
    /// A comment on an incident.
    CommentId,
    /// One act of one person: all history rows of a transaction share it.
    ActId,
}

/// 256 random bits as 43 URL-safe characters, for links, cookies and keys that nobody may guess.
pub fn random_token() -> String {
    use base64::Engine;
    let bytes: [u8; 32] = rand::random();
    base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(bytes)
}

/// What is kept of such a token: its SHA-256.
pub fn token_hash(token: &str) -> Vec<u8> {
    use sha2::Digest;
    sha2::Sha256::digest(token.as_bytes()).to_vec()
}
