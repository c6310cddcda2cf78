//! The basemap: archives of vector tiles that an operator lays into a folder, names as one file, or keeps in the object store
//! (`NABOOM_BASEMAP`). Both maps read them, the one that the browser draws and the one that the server draws. Without any the
//! maps show what the project itself knows of the region.

mod archive;
pub mod tile;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::{Arc, RwLock};
use std::time::{Duration, Instant};

use crate::files::Files;

pub use archive::Archive;

/// After this time the folder is looked at again, so that a new archive needs no restart.
const FRESH: Duration = Duration::from_secs(30);

/// What ends the name of an archive.
const ENDING: &str = ".pmtiles";

/// How a setting names the object store: `store:prefix`.
const STORED: &str = "store:";

/// More archives than this are not read.
const MOST: usize = 16;

enum Place {
    Path(PathBuf),
    Objects(Files, String),
}

/// Archives that are there now. Cheap to ask.
pub struct Basemap {
    place: Option<Place>,
    held: RwLock<Held>,
    turn: tokio::sync::Mutex<()>,
}

#[derive(Default)]
struct Held {
    archives: Arc<Vec<Arc<Archive>>>,
    looked: Option<Instant>,
    /// What was complained about, so that the log does not say it every half minute.
    faults: BTreeSet<String>,
}

impl Basemap {
    /// The archives that the setting names; they are opened when they are first asked for.
    pub fn new(setting: Option<&str>, files: &Files) -> Self {
        let place = setting.map(|text| match text.strip_prefix(STORED) {
            Some(prefix) => Place::Objects(files.clone(), prefix.trim_matches('/').to_owned()),
            None => Place::Path(PathBuf::from(text)),
        });
        Self { place, held: RwLock::default(), turn: tokio::sync::Mutex::new(()) }
    }

    /// Every archive, the most detailed first. Those that cannot be read are named in the log and left out.
    pub async fn archives(&self) -> Arc<Vec<Arc<Archive>>> {
        let Some(place) = &self.place else { return Arc::default() };
        if let Some(fresh) = self.fresh() {
            return fresh;
        }
        let Ok(_turn) = self.turn.try_lock() else {
            // Another looks just now; what is known serves until then, but the very first look is waited for.
            let known = self.known();
            if known.1 {
                return known.0;
            }
            let _turn = self.turn.lock().await;
            return self.known().0;
        };
        self.look(place).await
    }

    /// The archive of this name.
    pub async fn archive(&self, name: &str) -> Option<Arc<Archive>> {
        self.archives().await.iter().find(|a| a.name == name).cloned()
    }

    fn fresh(&self) -> Option<Arc<Vec<Arc<Archive>>>> {
        let held = self.held.read().unwrap_or_else(std::sync::PoisonError::into_inner);
        held.looked.filter(|at| at.elapsed() < FRESH).map(|_| held.archives.clone())
    }

    /// What was found last, and whether anybody has looked yet.
    fn known(&self) -> (Arc<Vec<Arc<Archive>>>, bool) {
        let held = self.held.read().unwrap_or_else(std::sync::PoisonError::into_inner);
        (held.archives.clone(), held.looked.is_some())
    }

    async fn look(&self, place: &Place) -> Arc<Vec<Arc<Archive>>> {
        let known = self.known().0;
        let mut faults = BTreeSet::new();
        let mut found: Vec<Arc<Archive>> = Vec::new();
        let names = names(place).await.unwrap_or_else(|error| {
            faults.insert(format!("the basemap cannot be read: {error:#}"));
            Vec::new()
        });
        for name in names.into_iter().take(MOST) {
            let opened = match place {
                Place::Path(_) => Archive::open_file(Path::new(&name)).await,
                Place::Objects(files, _) => Archive::open_object(files, &name).await,
            };
            match opened {
                Ok(new) => {
                    // Readers go on with the same one while it is the same.
                    let same = known.iter().find(|a| a.name == new.name && a.tag == new.tag);
                    found.push(same.cloned().unwrap_or_else(|| Arc::new(new)));
                }
                Err(error) => {
                    faults.insert(format!("the map archive {name} cannot be used: {error:#}"));
                }
            }
        }
        found.sort_by(|a, b| b.max_zoom.cmp(&a.max_zoom).then_with(|| a.name.cmp(&b.name)));
        found.dedup_by(|a, b| a.name == b.name);
        let mut held = self.held.write().unwrap_or_else(std::sync::PoisonError::into_inner);
        for fault in faults.difference(&held.faults) {
            tracing::warn!("{fault}");
        }
        // A store that is away for a moment does not take the map away.
        let lost = found.is_empty() && !faults.is_empty();
        if !lost {
            held.archives = Arc::new(found);
        }
        held.faults = faults;
        held.looked = Some(Instant::now());
        held.archives.clone()
    }
}

/// Where the archives are: paths, or keys of the store.
async fn names(place: &Place) -> anyhow::Result<Vec<String>> {
    let mut names = match place {
        Place::Path(path) if !path.is_dir() => vec![path.to_string_lossy().into_owned()],
        Place::Path(path) => {
            let mut names = Vec::new();
            let mut entries = tokio::fs::read_dir(path).await?;
            while let Some(entry) = entries.next_entry().await? {
                names.push(entry.path().to_string_lossy().into_owned());
            }
            names.retain(|n| n.ends_with(ENDING));
            names
        }
        Place::Objects(files, prefix) => {
            let listed = files.list(&format!("{prefix}/"), "").await?;
            listed.into_iter().map(|e| e.key).filter(|k| k.ends_with(ENDING)).collect()
        }
    };
    names.sort();
    Ok(names)
}

/// What a layer of an archive shows. Known are the names that `docs/operating.md` gives to layers, and those of the
/// OpenMapTiles scheme, which other makers of archives use.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shows {
    /// Where there is no sea.
    Land,
    /// Parks and sports fields.
    Park,
    /// Lakes and dams.
    Water,
    /// Rivers and streams.
    River,
    /// Houses.
    Building,
    /// Lines between provinces or municipalities.
    Border,
    /// Roads of every kind.
    Road,
    /// Roads by name.
    RoadName,
    /// Towns, suburbs, villages.
    Place,
    /// House numbers.
    Address,
}

impl Archive {
    /// Its layers that show this.
    pub fn showing(&self, what: Shows) -> impl Iterator<Item = &str> {
        let names: &[&str] = match what {
            Shows::Land => &["land", "earth"],
            Shows::Park => &["parks", "park"],
            Shows::Water => &["water", "lakes"],
            Shows::River => &["waterways", "waterway", "rivers"],
            Shows::Building => &["buildings", "building"],
            Shows::Border => &["provinces", "municipalities"],
            Shows::Road => &["roads", "transportation"],
            Shows::RoadName => &["roads", "transportation_name"],
            Shows::Place => &["places", "place"],
            Shows::Address => &["addresses", "housenumber"],
        };
        self.layers.iter().map(String::as_str).filter(|l| names.contains(l))
    }

    /// Whether it knows a town street by street.
    pub fn is_detailed(&self) -> bool {
        self.max_zoom >= 12
    }
}
