//! The one door for photos. A photo is taken into a draft ([`receive`], [`upload`]): judged by its content, held against
//! the limits, decoded once so that a broken one is refused while its sender can still act, and stored privately as it is.
//! The worker then makes three sizes of it without any of its metadata. It goes with the draft into the report
//! ([`attach`]), and waits as `pending` until a leader lets the public see it ([`set_publication`]).

mod actions;
mod jobs;
mod model;
mod pages;
mod queries;

pub use actions::heic::{child as heic_child, use_program as use_heic_program};
pub use actions::{
    Incoming, Refusal, Sent, attach, cover, put_back, receive, remove_from_draft,
    remove_from_library, set_publication, upload, upload_for_library,
};
pub use jobs::{Checked, check, clean_up, delete_files, process};
pub use model::cover::{Area, Cover, Grid, MOST_AREAS};
pub use model::{
    MOST_BYTES, MOST_FORM_BYTES, MOST_PHOTOS, Photo, Publication, SIZES, State, TextKey, fit,
};
pub use pages::picture;
pub use queries::{list_of_draft as of_draft, list_of_incident as of_incident, shown};

use crate::web::routes::{Policy, Routes};

/// The routes of this feature.
pub fn routes() -> Routes {
    Routes::new()
        .get("/media/{id}/original", Policy::Staff, pages::original)
        .get("/media/{id}/trial", Policy::Staff, pages::trial)
        .get("/media/{id}/{size}", Policy::Public, pages::photo)
}
