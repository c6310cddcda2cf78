//! Who is asking, and may they. A [`Viewer`] is somebody signed in; permission is an argument type of the handler
//! ([`SignedIn`], [`Staff`], [`Leader`], [`Officer`], [`Editor`], [`Admin`]), so that a handler without the check
//! does not compile into one with it. Rights on one particular row are checked in the action that touches it.

mod password;
mod program;
mod seeing;
mod session;

use axum::extract::{FromRequestParts, OptionalFromRequestParts};
use http::request::Parts;

use crate::app::App;
use crate::error::Error;
use crate::i18n::Lang;
use crate::ids::{AccountId, AreaId, CategoryId, words};

pub use password::{
    hash as hash_password, is_common as is_common_password, verify as verify_password,
};
pub use program::Program;
pub use seeing::{see_as, see_as_oneself};
pub use session::{
    SessionRow, clean_up, half_signed, layer as session_layer, load_viewer, pass_second, revoke,
    revoke_all, session_hash, sessions_of, sign_in, sign_in_with, sign_out, still,
};

words! {
    /// What an account may do. The order is that of the forms, not of power: roles are a set.
    Role in "role" {
        /// Reports, follows, comments.
        Resident = "resident",
        /// Moderates and acts.
        Leader = "leader",
        /// Answers for an authority.
        Officer = "officer",
        /// Edits pages and notices.
        Editor = "editor",
        /// Edits categories, people and settings.
        Admin = "admin",
    }
}

/// One role of an account and where it counts; empty limits mean everywhere and everything.
#[derive(Clone, Debug, PartialEq)]
pub struct Grant {
    /// Which role.
    pub role: Role,
    /// Only in these areas.
    pub areas: Vec<AreaId>,
    /// Only for these categories.
    pub categories: Vec<CategoryId>,
}

impl Grant {
    /// As a row has it, which may hold none.
    fn stored(
        role: Option<Role>,
        areas: Option<Vec<AreaId>>,
        categories: Option<Vec<CategoryId>>,
    ) -> Option<Self> {
        let (areas, categories) = (areas.unwrap_or_default(), categories.unwrap_or_default());
        Some(Self { role: role?, areas, categories })
    }
}

/// Somebody signed in.
#[derive(Clone, Debug)]
pub struct Viewer {
    /// The account.
    pub account: AccountId,
    /// Name as the person gave it; may be empty.
    pub name: String,
    /// The language of their mail.
    pub lang: Lang,
    /// What they may do.
    pub grants: Vec<Grant>,
    /// Whether they may make something public, where their roles reach.
    pub may_publish: bool,
    /// Hash of the session id, to mark "this one" in the list of sessions.
    pub session: Vec<u8>,
    /// As whom an administrator looks at the site: `grants` are theirs, everything else stays the administrator's own.
    pub seen_as: Option<SeenAs>,
}

/// As whom somebody looks at the site.
#[derive(Clone, Debug)]
pub struct SeenAs {
    /// The person; none: anybody with the role.
    pub account: Option<AccountId>,
    /// Their name; may be empty.
    pub name: String,
    /// The role, if it is no person.
    pub role: Option<Role>,
}

impl Viewer {
    /// Whether the account has this role, anywhere.
    pub fn is(&self, role: Role) -> bool {
        self.grants.iter().any(|g| g.role == role)
    }

    /// Whose personal limits count, where they are kept by account: one's own, or those of the person as whom one looks.
    pub fn limits_of(&self) -> Option<AccountId> {
        self.seen_as.as_ref().map_or(Some(self.account), |seen| seen.account)
    }

    /// Whether the account moderates or answers: leader, officer or admin.
    pub fn is_staff(&self) -> bool {
        [Role::Leader, Role::Officer, Role::Admin].into_iter().any(|r| self.is(r))
    }

    /// The limits under which this account is staff: its grants for leader, officer and admin.
    pub fn staff_grants(&self) -> impl Iterator<Item = &Grant> {
        self.grants.iter().filter(|g| matches!(g.role, Role::Leader | Role::Officer | Role::Admin))
    }

    /// The same limits for a statement (`covers` of the database): none if one grant covers everything, else a list of
    /// `{areas, categories}`.
    pub fn limits(&self) -> Option<serde_json::Value> {
        if self.staff_grants().any(|g| g.areas.is_empty() && g.categories.is_empty()) {
            return None;
        }
        let grants = self.staff_grants();
        let one = |g: &Grant| serde_json::json!({ "areas": g.areas, "categories": g.categories });
        Some(grants.map(one).collect())
    }

    /// Whether one of the staff roles covers a record of this area and category.
    pub fn covers(&self, area: Option<AreaId>, category: CategoryId) -> bool {
        self.staff_grants().any(|g| g.covers(area, category))
    }
}

impl Grant {
    /// Whether the limits of this grant cover a record of this area and category.
    pub fn covers(&self, area: Option<AreaId>, category: CategoryId) -> bool {
        (self.areas.is_empty() || area.is_some_and(|a| self.areas.contains(&a)))
            && (self.categories.is_empty() || self.categories.contains(&category))
    }
}

/// Marks a request of somebody whose roles wait until they have set up the second step that the site wants.
#[derive(Clone, Copy)]
pub struct MustSecond;

impl OptionalFromRequestParts<App> for Viewer {
    type Rejection = std::convert::Infallible;
    async fn from_request_parts(
        parts: &mut Parts,
        _: &App,
    ) -> Result<Option<Self>, Self::Rejection> {
        Ok(parts.extensions.get::<Viewer>().cloned())
    }
}

/// Anybody: the viewer if there is one.
pub struct Who(pub Option<Viewer>);

impl FromRequestParts<App> for Who {
    type Rejection = std::convert::Infallible;
    async fn from_request_parts(parts: &mut Parts, _: &App) -> Result<Self, Self::Rejection> {
        Ok(Self(parts.extensions.get::<Viewer>().cloned()))
    }
}

macro_rules! permissions {
    ($($(#[$doc:meta])* $name:ident: $may:expr),+ $(,)?) => {$(
        $(#[$doc])*
        pub struct $name(pub Viewer);

        impl FromRequestParts<App> for $name {
            type Rejection = Error;
            async fn from_request_parts(parts: &mut Parts, _: &App) -> Result<Self, Error> {
                let may: fn(&Viewer) -> bool = $may;
                match parts.extensions.get::<Viewer>() {
                    None => Err(Error::SignIn),
                    Some(viewer) if may(viewer) => Ok(Self(viewer.clone())),
                    Some(_) => Err(Error::Forbidden),
                }
            }
        }

        impl std::ops::Deref for $name {
            type Target = Viewer;
            fn deref(&self) -> &Viewer {
                &self.0
            }
        }
    )+};
}

permissions! {
    /// Anybody with an account.
    SignedIn: |_| true,
    /// Leader, officer or admin.
    Staff: Viewer::is_staff,
    /// Community leader; admins too.
    Leader: |v| v.is(Role::Leader) || v.is(Role::Admin),
    /// Officer of an authority; admins too.
    Officer: |v| v.is(Role::Officer) || v.is(Role::Admin),
    /// Editor of pages; admins too.
    Editor: |v| v.is(Role::Editor) || v.is(Role::Admin),
    /// Administrator.
    Admin: |v| v.is(Role::Admin),
}
