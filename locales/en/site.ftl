# What every page says about the site as it is now: the notice over the page.
site-notice-label = Notice
site-notice-hide = Hide
site-notice-hide-here = Hide this notice on this device
site-notice-none = There is no notice at the moment.
