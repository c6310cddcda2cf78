//! Identifiers of rows: newtypes over UUIDv7, made by one macro, so that no id is used for the wrong kind of thing.
//! They identify; order comes from the database (`number`), never from the time inside the id.
//! And [`words!`], which makes the enums whose values are words of the database.

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
    /// A key of somebody's program.
    KeyId,
    /// One act of one person: all history rows of a transaction share it.
    ActId,
}

/// Makes an enum whose values are words: in the database (a Postgres enum), in addresses and forms, in text keys.
/// `Word::ALL` lists them in order, `as_str` and `Display` give the word, `FromStr` reads it.
macro_rules! words {
    ($(#[$doc:meta])* $name:ident in $sql:literal { $($(#[$value_doc:meta])* $value:ident = $word:literal,)+ }) => {
        $(#[$doc])*
        #[derive(
            Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord,
            serde::Serialize, serde::Deserialize, sqlx::Type,
        )]
        #[sqlx(type_name = $sql)]
        pub enum $name {
            $($(#[$value_doc])* #[serde(rename = $word)] #[sqlx(rename = $word)] $value,)+
        }

        impl $name {
            /// Every value, in order.
            pub const ALL: [$name; [$($word),+].len()] = [$($name::$value),+];

            /// The word.
            pub fn as_str(self) -> &'static str {
                match self {
                    $($name::$value => $word,)+
                }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl std::str::FromStr for $name {
            type Err = ();
            fn from_str(text: &str) -> Result<Self, ()> {
                Self::ALL.into_iter().find(|word| word.as_str() == text).ok_or(())
            }
        }
    };
}
pub(crate) use words;

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
