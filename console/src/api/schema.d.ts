// Written by scripts/console-schema.js from openapi.json.
export interface paths {
    "/platform/v1/activity": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What happened in a space and what plugins made of it, newest first
         * @description Of one space: `space_id` or `install_id` is required. `install_id`, `plugin_id` and `outcome` leave the events that have such a decision or job; with `install_id` or `plugin_id` only the decisions of that install are shown. A page looks back only so far: it may have fewer events than `limit`, even none, and a `next_cursor` all the same, which goes on from there. Payloads are in `GET events/{id}`.
         */
        get: operations["listActivity"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/platform/v1/audit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Who changed what, newest first
         * @description For people the changes of what belongs to spaces that they are an admin of, without addresses of whoever made them.
         */
        get: operations["listAuditEntries"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/platform/v1/backfills/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How far a backfill is */
        get: operations["getBackfill"];
        put?: never;
        post?: never;
        /**
         * End a backfill
         * @description What of it was not sent yet is as if it never had been; what is under way goes on. One that is cancelled stays so.
         */
        delete: operations["cancelBackfill"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/platform/v1/brand": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get what the product is called and looks like */
        get: operations["getBrand"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/platform/v1/catalog": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the plugins that can be installed
         * @description Published and approved ones, and those of the organization, unless they are suspended; by name, or what matches a search best. For a space, whoever asks must belong to it.
         */
        get: operations["listCatalog"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/platform/v1/catalog/{slug}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get a plugin that can be installed
         * @description Also an approved one that is not listed, and, with `space_id`, whatever is installed there.
         */
        get: operations["getCatalogPlugin"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/platform/v1/catalog_categories": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the categories of the plugins that can be installed */
        get: operations["listCatalogCategories"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/platform/v1/deliveries": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Jobs of all your plugins with how they went, newest first
         * @description Of those that you are a collaborator of, as `GET plugins/{id}/deliveries`.
         */
        get: operations["listOwnDeliveries"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/platform/v1/developer_invitations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the invitations that are open
         * @description In the order of their ids.
         */
        get: operations["listDeveloperInvitations"];
        put?: never;
        /**
         * Invite a developer
         * @description For seven days; it takes the place of the one that the address had. Whoever opens its link makes an account, or signs in to the one that they have, and may register plugins from then on. Where mail is set up, the link is mailed; else it is in the answer, which with an `Idempotency-Key` can be had again for 24 hours.
         */
        post: operations["createDeveloperInvitation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/platform/v1/developer_invitations/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Withdraw an invitation */
        delete: operations["withdrawDeveloperInvitation"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/platform/v1/developers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the developers by invitation
         * @description In the order of their ids.
         */
        get: operations["listDevelopers"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/platform/v1/developers/{user_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Take away the right to register plugins
         * @description What they develop stays theirs. An invitation that their address has is over, too.
         */
        delete: operations["removeDeveloper"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/platform/v1/event_types": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List event types
         * @description In the order of their names. Lifecycle events are built in and not listed.
         */
        get: operations["listEventTypes"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/platform/v1/event_types/{name}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get an event type
         * @description With its example payload and the schema that payloads must satisfy.
         */
        get: operations["getEventType"];
        /**
         * Create or replace an event type
         * @description What is left out goes back to its default. The names of lifecycle events are reserved.
         */
        put: operations["putEventType"];
        post?: never;
        /**
         * Remove an event type
         * @description Refused with 409 `in_use` while a plugin subscribes to it.
         */
        delete: operations["deleteEventType"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/platform/v1/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Events, newest first
         * @description For people those in their spaces. Of the payload of a private type, members who are no admins are told the names of its members only.
         */
        get: operations["listEvents"];
        put?: never;
        /**
         * Tell what happened
         * @description Answers once the event, the decisions and the jobs are durable.
         */
        post: operations["createEvent"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/platform/v1/events/batch": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Tell up to 1,000 things that happened: all are taken or none */
        post: operations["createEvents"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/platform/v1/events/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One event
         * @description Of the payload of a private type, members who are no admins are told the names of its members only.
         */
        get: operations["getEvent"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/platform/v1/events/{id}/decisions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Why each installed plugin did or did not get the event */
        get: operations["listDecisions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/platform/v1/grants": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List what you let plugins do for you, newest first */
        get: operations["listMyGrants"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/platform/v1/grants/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Take a consent back; the tokens that rest on it are dead at once */
        delete: operations["deleteMyGrant"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/platform/v1/host_keys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List host keys
         * @description Those that work, in the order of their ids; never their values.
         */
        get: operations["listHostKeys"];
        put?: never;
        /**
         * Create a host key
         * @description The key is shown this once; with an `Idempotency-Key` the same answer can be had again for 24 hours.
         */
        post: operations["createHostKey"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/platform/v1/host_keys/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Revoke a host key
         * @description It stops working at once, on every node within a second.
         */
        delete: operations["deleteHostKey"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/platform/v1/images": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Upload an image
         * @description PNG, JPEG, GIF, WebP or AVIF, as the part `file`. The same image has the same address, and counts once of those that a person may upload.
         */
        post: operations["uploadImage"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/platform/v1/installs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List installs, of all plugins or of one
         * @description For people those in their spaces.
         */
        get: operations["listInstalls"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/platform/v1/installs/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get an install */
        get: operations["getInstall"];
        put?: never;
        post?: never;
        /**
         * Uninstall
         * @description The plugin loses access at once. The install can be restored until `erase_after`, when what it kept is erased.
         */
        delete: operations["deleteInstall"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/platform/v1/installs/{id}/backfills": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Backfills of an install, newest first */
        get: operations["listBackfills"];
        put?: never;
        /**
         * Tell an install of events of the past
         * @description Those of its space that it hears as things are now, and has no job of since it was installed: the oldest first, a million at most, in their lanes before newer ones, at a quarter of what an endpoint gets at a time. Whoever asks again then is told of what is left. It begins when the install is active. One at a time of an install, and five, replays included, that a person began; 429 also while another one of theirs begins.
         */
        post: operations["createBackfill"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/platform/v1/installs/{id}/config": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get the config of an install */
        get: operations["getConfig"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Merge top-level members into the config of an install */
        patch: operations["updateConfig"];
        trace?: never;
    };
    "/platform/v1/installs/{id}/config/revisions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the revisions of a config, newest first */
        get: operations["listRevisions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/platform/v1/installs/{id}/config/revisions/{number}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get a revision of a config */
        get: operations["getRevision"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/platform/v1/installs/{id}/config/revisions/{number}/restore": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Make a revision's config the present one, as a new revision */
        post: operations["restoreRevision"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/platform/v1/installs/{id}/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Export the config, revisions and storage of an install */
        get: operations["exportInstall"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/platform/v1/installs/{id}/grant": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Set what the plugin of an install may do and hear
         * @description Everything that is granted, within what its release asks for: what is left out is declined. What was granted before leaves tokens and consents within a second.
         */
        put: operations["setGrant"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/platform/v1/installs/{id}/health": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Whether the plugin of an install answers, and what waits for it */
        get: operations["getInstallHealth"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/platform/v1/installs/{id}/notifications": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List what the plugin told the admins, newest first */
        get: operations["listInstallNotifications"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/platform/v1/installs/{id}/permissions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get what the plugin of an install may do, and what of that it used */
        get: operations["getPermissions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/platform/v1/installs/{id}/restore": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Undo an uninstall within its grace period */
        post: operations["restoreInstall"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/platform/v1/installs/{id}/resume": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Put a suspended install back into service */
        post: operations["resumeInstall"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/platform/v1/installs/{id}/setup": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What an install asks of its admin, and what was answered
         * @description Any admin can go on where another one stopped. Passwords are never shown, only whether they are set.
         */
        get: operations["getSetup"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/platform/v1/installs/{id}/setup/{step}/options": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * What there is to choose for a field
         * @description From the manifest, the members of the space, the host, or the plugin. For more, send its `next_page` as `page` or its `cursor`. As with all that asks a plugin or the host, 429 where too many calls are under way.
         */
        post: operations["listSetupOptions"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/platform/v1/installs/{id}/setup/{step}/remote_value": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** What the plugin wants shown in a field */
        post: operations["getRemoteValue"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/platform/v1/installs/{id}/setup/{step}/selected_values": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** The labels of what was chosen for a field earlier */
        post: operations["listSelectedValues"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/platform/v1/installs/{id}/setup/{step}/start": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Begin a step that goes on in a window
         * @description For the consent of another service, and for pages of the plugin. The window comes back to `callback_url` within ten minutes, once; the set-up then says how it went. What a session began comes back to that session alone. What a personal token began comes back to any browser where its person is signed in, what the host began, or a portal token, to any at all: all these are asked first whether to go on.
         */
        post: operations["startSetupStep"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/platform/v1/installs/{id}/setup/{step}/submit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Submit a form of the set-up
         * @description Steps count from 0. The values are saved by the keys of their fields; where the step has a validation URL, the plugin judges them and says what to save: its refusal is 422 `plugin_refused`, whose `detail` is what it says. The install becomes active once nothing is open that is required.
         */
        post: operations["submitSetupStep"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/platform/v1/installs/{id}/suspend": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Take an active install out of service */
        post: operations["suspendInstall"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/platform/v1/jobs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Jobs, newest first
         * @description For people those in their spaces, and, where `plugin_id`, `install_id` or `space_id` says which, those of plugins that they develop.
         */
        get: operations["listJobs"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/platform/v1/jobs/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A job with its attempts and attachments */
        get: operations["getJob"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/platform/v1/jobs/{id}/attempts/{number}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * An attempt with the request that was made
         * @description Requests are not kept: it is built again of the event, the config as of then and the space as it is. `exact` says whether that is what was sent. Tokens and passwords are masked; signatures for all but the plugin’s developer and the host, who are also told the hash of the body and whether the signatures are of it (`signature_check`); payloads of private types as everywhere.
         */
        get: operations["getAttempt"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/platform/v1/jobs/{id}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Withdraw a job that is not settled */
        post: operations["cancelJob"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/platform/v1/jobs/{id}/resend": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send a settled job once more
         * @description With the same `webhook-id`, `Plugboard-Resend: 1` and one attempt. Its verdict stays; effects and attachments of the reply are recorded with the attempt, and not applied. At most 50 times a job.
         */
        post: operations["resendJob"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/platform/v1/jobs/{id}/retry": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Run a job again now
         * @description For a job that waits, failed on our side or is parked; a verdict of the plugin is final. One that was withdrawn is run again by admins of its space only.
         */
        post: operations["retryJob"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/platform/v1/me": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who you are */
        get: operations["getMe"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Change your name, your language, your theme, or whether you get mail
         * @description The theme is also kept in the browser, for the pages by which people sign in.
         */
        patch: operations["updateMe"];
        trace?: never;
    };
    "/platform/v1/me/password": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Change your password
         * @description For who is signed in, by no personal token. It ends every other session, personal tokens, sign-in links and what plugins may do for you; this browser gets a new session.
         */
        post: operations["changeMyPassword"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/platform/v1/me/spaces": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the spaces that you are a member of, by name
         * @description For operators, too, only those: all are in `GET spaces`.
         */
        get: operations["listMySpaces"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/platform/v1/me/spaces/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A space, and what you are in it */
        get: operations["getMySpace"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Choose where plugin pages come from that you are shown in a space */
        patch: operations["updateMySpace"];
        trace?: never;
    };
    "/platform/v1/notifications": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List what plugins told the admins of spaces, newest first
         * @description For people those of the spaces that they belong to; for operators and the host of all.
         */
        get: operations["listNotifications"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/platform/v1/notifications/read_all": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Mark all notifications of a space as read, or of all spaces that one belongs to
         * @description A host key stands for nobody who reads: 403.
         */
        post: operations["markAllNotificationsRead"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/platform/v1/notifications/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get a notification */
        get: operations["getNotification"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/platform/v1/notifications/{id}/actions/{index}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Choose an action of a notification: its plugin is called, once
         * @description Actions count from 0. One that was called before is not called again, and answers what it answered then. Where the plugin says no, 422 `plugin_refused`; where there is no answer, 502 `plugin_failed`: both can be tried again, as can 429, where too many calls are under way.
         */
        post: operations["callNotificationAction"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/platform/v1/notifications/{id}/read": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Mark a notification as read, for the person who asks
         * @description The first time counts. A host key stands for nobody who reads: 403.
         */
        post: operations["markNotificationRead"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/platform/v1/personal_access_tokens": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List personal tokens that work */
        get: operations["listPersonalAccessTokens"];
        put?: never;
        /**
         * Create a personal token
         * @description The token is shown this once. A personal token cannot create another one: sign in, or use a host key, which makes none for an operator.
         */
        post: operations["createPersonalAccessToken"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/platform/v1/personal_access_tokens/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Revoke a personal token */
        delete: operations["revokePersonalAccessToken"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/platform/v1/plugins": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List plugins
         * @description In the order of their ids. For people those that they are collaborators of.
         */
        get: operations["listPlugins"];
        put?: never;
        /**
         * Register a plugin
         * @description The body is its manifest, which becomes release 1, and what kind of OAuth client it is. All that is wrong with it is told at once. With a host key, and for operators, the plugin is the host's, and published; who is invited as a developer (or anybody, as `PLUGBOARD_DEVELOPERS` says) gets one of their own, whose release 1 is a draft. The client secret is shown this once; with an `Idempotency-Key` the same answer can be had again for 24 hours.
         */
        post: operations["registerPlugin"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/platform/v1/plugins/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get a plugin
         * @description By its id or its slug, as everywhere below.
         */
        get: operations["getPlugin"];
        put?: never;
        post?: never;
        /**
         * Delete a plugin
         * @description From now on nobody finds or installs it, nothing about it can be changed, and what was tried out and rolled out of it ends. It is uninstalled wherever it is: as ever it loses access at once, is told so by `plugin_uninstalled` with `erase_after`, and what each install kept is erased once its grace period is over, in which none of them can be restored. Admins of these spaces are mailed. With the last install the plugin is gone, and its slug is free; one that was installed nowhere is gone at once. Once is enough. Where it is in more than a hundred spaces, the others follow within minutes. For the host, operators, and owners of the plugin; not for owners while it is suspended.
         */
        delete: operations["deletePlugin"];
        options?: never;
        head?: never;
        /**
         * Change what kind of OAuth client a plugin is, and whether the catalog has it
         * @description Not its manifest, which is replaced by a release.
         */
        patch: operations["updatePlugin"];
        trace?: never;
    };
    "/platform/v1/plugins/{id}/collaborators": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the collaborators of a plugin
         * @description In the order of their ids.
         */
        get: operations["listCollaborators"];
        put?: never;
        /**
         * Give somebody a part in a plugin, by their email address
         * @description For owners, operators and the host. An address that nobody has is refused as that of somebody who may not develop. A person tries 30 an hour at most.
         */
        post: operations["addCollaborator"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/platform/v1/plugins/{id}/collaborators/{user_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Give a collaborator another role
         * @description For owners, operators and the host, of whom the latter two also make somebody a collaborator. The last owner stays one: make somebody else one first.
         */
        put: operations["putCollaborator"];
        post?: never;
        /**
         * Take away the part that somebody has in a plugin
         * @description For owners, operators and the host, and of oneself. The last owner stays. A development install of theirs goes with it.
         */
        delete: operations["removeCollaborator"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/platform/v1/plugins/{id}/deletion": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** See what deleting a plugin takes with it, and how far that is */
        get: operations["getPluginDeletion"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/platform/v1/plugins/{id}/deliveries": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Jobs of a plugin with how they went, newest first
         * @description `GET jobs/{id}` has all attempts at one, and `GET jobs/{id}/attempts/{number}` the request and the reply.
         */
        get: operations["listDeliveries"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/platform/v1/plugins/{id}/development_install": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Install a plugin for yourself, to try it out
         * @description For its owners and developers. The install stands in a space that is made for it, of which you are the one member. It runs the draft, or else what is in review, or else the published release, and follows each change; what that asks for is agreed to. It hears sample events and of its own life, and nothing of the host. You have one of each plugin: where it is there already, it is answered (200).
         */
        post: operations["createDevelopmentInstall"];
        /**
         * Remove your development install of a plugin, with its space and all that is there
         * @description At once and for good: the plugin is not told. To see how it takes an uninstall, uninstall it before (`DELETE installs/{id}`).
         */
        delete: operations["deleteDevelopmentInstall"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/platform/v1/plugins/{id}/development_installs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Your own development installs of a plugin
         * @description One at most.
         */
        get: operations["listDevelopmentInstalls"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/platform/v1/plugins/{id}/endpoints": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the endpoints of a plugin
         * @description One for each event and URL of a release that an install runs or may run soon (a draft, what is in review), and for each that jobs still wait for.
         */
        get: operations["listEndpoints"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/platform/v1/plugins/{id}/endpoints/{event_name}/disable": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Disable an endpoint
         * @description It is not called any more; jobs for it are parked until it is enabled. Where the plugin has several for the event, `url` has to say which (422).
         */
        post: operations["disableEndpoint"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/platform/v1/plugins/{id}/endpoints/{event_name}/enable": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Enable an endpoint
         * @description Its failures are forgotten, and jobs that were parked meanwhile are queued. Where the plugin has several for the event, `url` has to say which (422).
         */
        post: operations["enableEndpoint"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/platform/v1/plugins/{id}/installs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Installs of a plugin that a release could come to
         * @description Each with its space and the release that it is on, for who chooses some of them to be first. Installs of developers, and what is uninstalled, are none of them.
         */
        get: operations["listPluginInstalls"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/platform/v1/plugins/{id}/manifest": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get the manifest of the published release
         * @description With nothing left out, except client secrets of OAuth2 steps; of a plugin without a published release that of its newest. Its collaborators are given the draft, where there is one. The ETag is the number of the release.
         */
        get: operations["getManifest"];
        /**
         * Publish a new manifest
         * @description Makes the manifest the next release and puts every install on it (201), whosever the plugin: what the host writes needs no review. One with a `migration_url` is rolled out to everybody instead, as the config of each install is migrated; while another one is rolled out nothing is published (409 `wrong_state`). What its owners and developers write is the draft, which reaches nobody before it is submitted and approved. One that says what is there already changes nothing (200). With `If-Match` it is refused with 412 `revision_mismatch` when there is a newer release than the one that was read. The answer says what differs from what installs ran before, and whom that touches.
         */
        put: operations["putManifest"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/platform/v1/plugins/{id}/notices": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List what the developer of a plugin should know
         * @description Such as endpoints that keep failing. Newest first. For each collaborator those are unread that came since they are one, until they say that they have read them.
         */
        get: operations["listNotices"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/platform/v1/plugins/{id}/notices/read": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Say that you have read a plugin's notices
         * @description Up to one of them, with all before it. It says nothing of other collaborators.
         */
        post: operations["readNotices"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/platform/v1/plugins/{id}/rehearsals": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Rehearsals of a plugin, newest first */
        get: operations["listRehearsals"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/platform/v1/plugins/{id}/releases": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the releases of a plugin
         * @description Newest first. People read those of plugins that they develop.
         */
        get: operations["listReleases"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/platform/v1/plugins/{id}/releases/{number}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get a release
         * @description With its manifest, which never changes.
         */
        get: operations["getRelease"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/platform/v1/plugins/{id}/releases/{number}/cohorts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * How many installs a roll-out of a release would reach
         * @description By per cent, as of now: whoever installs the plugin changes it.
         */
        get: operations["getCohorts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/platform/v1/plugins/{id}/releases/{number}/diff": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Tell what a release changes, and whom it touches
         * @description Member by member, of steps and their fields as well. `touches` counts what happens once everybody is on it, compared to what they run now, whatever it is compared to.
         */
        get: operations["compareRelease"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/platform/v1/plugins/{id}/releases/{number}/rehearse": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Tell a release what happened, to see what it makes of it
         * @description Of each event its worker is sent a request with `meta.rehearsal`, with `meta.auth` null and an id that is no job’s; filters and grants are those of now. What it answers is kept and not carried out: no effects, no attachments, no notices. What the plugin does by itself, such as writing to the storage with its own token, is not held back. One at a time of a plugin.
         */
        post: operations["rehearseRelease"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/platform/v1/plugins/{id}/releases/{number}/review": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Approve or reject a release
         * @description The one that was looked at, while it is in review: any other is refused with 409 `wrong_state`, and so is one that would be for everybody while another one is rolled out. Approved, everybody is on it from then on, unless it was submitted to be rolled out later and another one is published already; one with a `migration_url` is rolled out to everybody, as the config of each install is migrated. rejected, it reaches nobody, and who is on the one before stays there. For the host and operators.
         */
        post: operations["reviewRelease"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/platform/v1/plugins/{id}/releases/{number}/roll_back": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Have every install go back to the release before
         * @description Also while it is rolled out, and after it became the current one. Each has its config of then where nobody has changed it since; the others keep theirs, and are listed as `kept_config`. For owners and developers of the plugin.
         */
        post: operations["rollBackRelease"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/platform/v1/plugins/{id}/releases/{number}/roll_out": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Have a release come to some installs, or to more of them
         * @description Of a release that is approved and newer than the current one; a roll-out that goes on is made larger, or gone on with as it is by an empty object, and what failed is tried again. At a hundred per cent the release becomes the current one once all installs have come. Of the current release it has those tried again that could not come to it. While another release is rolled out: 409 `wrong_state`. A `dry_run` asks the `migration_url` what it would make of each config, and changes nothing. For owners and developers of the plugin.
         */
        post: operations["rollOutRelease"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/platform/v1/plugins/{id}/releases/{number}/submit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Put a draft up for review
         * @description As it is: what its developer changes meanwhile is another draft. Once is enough: one that is in review stays as it was submitted. People submit drafts of plugins that they develop.
         */
        post: operations["submitRelease"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/platform/v1/plugins/{id}/resume": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Let a suspended plugin go on
         * @description Tokens that have not ended meanwhile are taken again, and jobs that were parked are queued in their order.
         */
        post: operations["resumePlugin"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/platform/v1/plugins/{id}/retry_schedule": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** When a plugin's jobs are tried again */
        get: operations["getRetrySchedule"];
        /** Give a plugin a retry schedule of its own */
        put: operations["putRetrySchedule"];
        post?: never;
        /** Go back to the server's own retry schedule */
        delete: operations["deleteRetrySchedule"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/platform/v1/plugins/{id}/roll_outs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Roll-outs of a plugin, newest first
         * @description Kept as long as jobs; that of the current release for longer.
         */
        get: operations["listRollOuts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/platform/v1/plugins/{id}/roll_outs/{roll_out_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How far a roll-out is */
        get: operations["getRollOut"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/platform/v1/plugins/{id}/roll_outs/{roll_out_id}/installs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What became of the installs of a roll-out
         * @description Those that have come, failed to, went back, or were named. What its config says is the matter of its space: only the names of what changed are told.
         */
        get: operations["listRollOutInstalls"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/platform/v1/plugins/{id}/roll_outs/{roll_out_id}/stop": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Have a roll-out move no more installs
         * @description Until the release is rolled out further, or rolled back. A dry run is over by that. For owners and developers of the plugin.
         */
        post: operations["stopRollOut"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/platform/v1/plugins/{id}/secrets": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the generations of the client secret
         * @description Newest first, never with their values.
         */
        get: operations["listSecrets"];
        put?: never;
        /**
         * Rotate the client secret
         * @description Makes the next generation. The one before works on for the overlap, and requests carry a signature for each; `X-Envoy-Signature`, of which there can be only one, moves to the new one when the plugin has used it.
         */
        post: operations["rotateSecret"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/platform/v1/plugins/{id}/secrets/{generation}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Withdraw a generation of the client secret
         * @description For one that leaked: it stops working at once, and so do the tokens that were minted with it. The only live one cannot be withdrawn.
         */
        delete: operations["withdrawSecret"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/platform/v1/plugins/{id}/stats": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * How requests to a plugin went, in steps of time
         * @description Kept as long as jobs. Requests of development installs are not counted.
         */
        get: operations["getPluginStats"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/platform/v1/plugins/{id}/storage": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What a plugin keeps, by key
         * @description Of a development install of your own, or of the store that the plugin has for itself across installs. What it keeps with an install of a customer is not shown to its developers.
         */
        get: operations["listStorage"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/platform/v1/plugins/{id}/suspend": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Stop a plugin at once, in all spaces
         * @description Within a second on every node nothing is delivered to it, no token of it is taken, no page of it is shown, and nobody can install it. Its installs and what it keeps stay as they are; jobs are parked until it is resumed. A rehearsal is over, and a roll-out moves nobody until then. The reason is told to its developer.
         */
        post: operations["suspendPlugin"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/platform/v1/portal_links": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Make a link that opens the console of a space once
         * @description For five minutes. Whoever opens it is let into that space alone, as far as the role of the member goes, for eight hours and for as long as they are a member; nothing else of theirs is open. Not for an operator.
         */
        post: operations["createPortalLink"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/platform/v1/portal_tokens": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Make a token that shows a member views of a space
         * @description For 15 minutes, and for as long as they are a member; for a page of yours, which sends it as `Authorization: Bearer`. It opens what its views are made of, in this space, as far as the role of the member goes.
         */
        post: operations["createPortalToken"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/platform/v1/quotas": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How much of what you may have is used */
        get: operations["getQuotas"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/platform/v1/rehearsals/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How far a rehearsal is */
        get: operations["getRehearsal"];
        put?: never;
        post?: never;
        /**
         * End a rehearsal
         * @description What was found out stays; a request under way is waited for.
         */
        delete: operations["cancelRehearsal"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/platform/v1/rehearsals/{id}/jobs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What came of each event then, and what the release makes of it
         * @description The oldest event first. Kept as long as jobs.
         */
        get: operations["listRehearsedJobs"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/platform/v1/releases": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the releases that wait for review
         * @description Of all plugins, what waits longest first. For the host and operators.
         */
        get: operations["listReviewQueue"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/platform/v1/replays": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Replays, newest first */
        get: operations["listReplays"];
        put?: never;
        /**
         * Run jobs again in bulk
         * @description Those without a verdict of their plugin as by `retry`, the others only with `include_settled` and as by `resend`: at most a million, at a quarter of what an endpoint gets at a time, and only while nothing else is ready for it. A job that is queued or ongoing is on its way already, and left alone. One at a time of a space, an install or a plugin, and five that a person began.
         */
        post: operations["createReplay"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/platform/v1/replays/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How far a replay is */
        get: operations["getReplay"];
        put?: never;
        post?: never;
        /**
         * End a replay
         * @description What of it was not sent yet stands as before; what is under way goes on. One that is cancelled stays so.
         */
        delete: operations["cancelReplay"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/platform/v1/resource_types": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List resource types
         * @description In the order of their names. `members` are built in and not listed. Whoever writes a plugin can have people choose from these.
         */
        get: operations["listResourceTypes"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/platform/v1/resource_types/{name}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get a resource type */
        get: operations["getResourceType"];
        /**
         * Declare a kind of resources, or where it is asked for
         * @description Its signing secret is shown when it is created, and stays until another one is asked for.
         */
        put: operations["putResourceType"];
        post?: never;
        /**
         * Remove a resource type
         * @description Refused with 409 `in_use` while a plugin lets people choose from it.
         */
        delete: operations["deleteResourceType"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/platform/v1/roles": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List what members can be: the built-in roles, and those that you have used */
        get: operations["listRoles"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/platform/v1/route_calls": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What was asked while installs were set up, newest first
         * @description Of all installs, of one, or of one plugin; for people, in their spaces and of their own plugins. Kept as long as jobs.
         */
        get: operations["listRouteCalls"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/platform/v1/sample_events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Tell your development install what might happen
         * @description Nothing has happened in the host. The event is decided about and delivered as if it had: by the filters, the set-up and the addresses of what the install runs. An install that is not a development install of your own is refused (422).
         */
        post: operations["createSampleEvent"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/platform/v1/scopes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List scopes
         * @description In the order of their names.
         */
        get: operations["listScopes"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/platform/v1/scopes/{name}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get a scope
         * @description With the description that is shown when it is granted.
         */
        get: operations["getScope"];
        /**
         * Create or replace a scope
         * @description Plugins ask for scopes in their manifest; installs are granted them.
         */
        put: operations["putScope"];
        post?: never;
        /**
         * Remove a scope
         * @description Refused with 409 `in_use` while an event type requires it, a plugin asks for it or an install has it.
         */
        delete: operations["deleteScope"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/platform/v1/sign_in_links": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Make a link that signs a user in once
         * @description For an operator it is made on the server: `plugboard sign-in-link`.
         */
        post: operations["createSignInLink"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/platform/v1/spaces": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List spaces
         * @description For people those that they belong to. Development spaces are listed where they are asked for, by themselves.
         */
        get: operations["listSpaces"];
        put?: never;
        /** Create a space */
        post: operations["createSpace"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/platform/v1/spaces/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get a space */
        get: operations["getSpace"];
        put?: never;
        post?: never;
        /** Remove a space whose installs are all uninstalled, with everything that is left of it */
        delete: operations["deleteSpace"];
        options?: never;
        head?: never;
        /** Change a space */
        patch: operations["updateSpace"];
        trace?: never;
    };
    "/platform/v1/spaces/{id}/installs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List a space's installs */
        get: operations["listInstallsOfSpace"];
        put?: never;
        /**
         * Install a plugin in a space
         * @description The install is `active` once every step of its set-up is done that is required, until then in `setup`. A form is done, too, when the config has all that it requires. Who installs as a person is who the plugin acts for. With `backfill` it hears, once it is active, what happened before it came: before anything newer of the same identifier, see `createBackfill`.
         */
        post: operations["createInstall"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/platform/v1/spaces/{id}/members": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the members of a space */
        get: operations["listMembers"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/platform/v1/spaces/{id}/members/{user_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Make a user a member of a space, or change the role
         * @description New members come by the host. An admin changes what members are, and cannot leave the space without one.
         */
        put: operations["putMember"];
        post?: never;
        /** Take a user out of a space */
        delete: operations["deleteMember"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/platform/v1/stream": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Hear of changes of jobs, attempts and installs
         * @description Server-sent events. Each has an `id`, and as `data` a JSON object without any payload: read what changed where you read it before.
         *
         *     Without `Last-Event-ID`, or where that is more than 15 minutes ago, `event: reset` comes first: read your lists then, and not before. Each change comes at least once, so maybe again. A stream ends when its caller may not listen any more, when the server stops, and for who does not read it: open it again with the last `id`.
         */
        get: operations["stream"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/platform/v1/summary": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * How much happened in a space or for an install, and how it went
         * @description Of one space or one install: `space_id` or `install_id` is required. Counted by when events were taken in.
         */
        get: operations["getSummary"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/platform/v1/users": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List users, or find one by email */
        get: operations["listUsers"];
        put?: never;
        /** Create a user */
        post: operations["createUser"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/platform/v1/users/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get a user */
        get: operations["getUser"];
        put?: never;
        post?: never;
        /**
         * Remove a user; what they installed stays, but for their development installs
         * @description A plugin whose last owner they were stays as it is, and is looked after by operators, who get its mails, until you name another owner.
         */
        delete: operations["deleteUser"];
        options?: never;
        head?: never;
        /**
         * Change a user
         * @description Of an operator only the name and the language, or that they are one no more. A host key makes no operator.
         */
        patch: operations["updateUser"];
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        AcceptedBatch: {
            data: components["schemas"]["AcceptedEvent"][];
        };
        /** @description An event that is kept, and the jobs it became */
        AcceptedEvent: {
            event: components["schemas"]["EventReference"];
            jobs: components["schemas"]["JobReference"][];
        };
        /**
         * @description An event that is kept, the job it became, and why it became one or not
         * @example {
         *       "event": {
         *         "id": "019cade2-8a60-7b3f-9c41-5d2e7f8a9b01"
         *       },
         *       "jobs": [
         *         {
         *           "id": "019cade2-8a61-7d15-8e02-1f3a5b7c9d02",
         *           "install_id": 41,
         *           "plugin_id": 12
         *         }
         *       ],
         *       "decision": "delivered"
         *     }
         */
        AcceptedSampleEvent: {
            event: components["schemas"]["EventReference"];
            jobs: components["schemas"]["JobReference"][];
            /** @description delivered, not_subscribed, filtered, suspended, setup_incomplete, not_granted, missing_scope, plugin_suspended or endpoint_disabled */
            decision: string;
        };
        /**
         * @description What an install did of an event
         * @example {
         *       "install_id": 41,
         *       "plugin_id": 12,
         *       "plugin_slug": "greeter",
         *       "plugin_name": "Greeter",
         *       "plugin_icon": "//plugboard.example.com/images/icon.png",
         *       "decision": "delivered",
         *       "job": {
         *         "id": "019cade2-8a61-7d15-8e02-1f3a5b7c9d02",
         *         "status": "done",
         *         "status_message": "Greeted",
         *         "failure_reason": null,
         *         "settled_reason": null,
         *         "attempts": 1,
         *         "last_status_code": 200,
         *         "next_attempt_at": null,
         *         "max_attempts": null,
         *         "settled_at": "2026-03-02T09:15:00.840Z"
         *       }
         *     }
         */
        ActivityDecision: {
            install_id: number;
            plugin_id: number;
            plugin_slug: string;
            plugin_name: string;
            plugin_icon: string | null;
            /** @description As in `GET events/{id}/decisions` */
            decision: string;
            /** @description Null where the decision made none, and once its time is over */
            job: components["schemas"]["ActivityJob"] | null;
        };
        /**
         * @description What happened, and what plugins made of it
         * @example {
         *       "id": "019cade2-8a60-7b3f-9c41-5d2e7f8a9b01",
         *       "space_id": 7,
         *       "name": "entry_sign_in",
         *       "title": "A visitor signed in",
         *       "identifier": "vr:entry:19",
         *       "occurred_at": "2026-03-02T09:15:00.000Z",
         *       "created_at": "2026-03-02T09:15:00.000Z",
         *       "user_id": null,
         *       "decisions": [
         *         {
         *           "install_id": 41,
         *           "plugin_id": 12,
         *           "plugin_slug": "greeter",
         *           "plugin_name": "Greeter",
         *           "plugin_icon": "//plugboard.example.com/images/icon.png",
         *           "decision": "delivered",
         *           "job": {
         *             "id": "019cade2-8a61-7d15-8e02-1f3a5b7c9d02",
         *             "status": "done",
         *             "status_message": "Greeted",
         *             "failure_reason": null,
         *             "settled_reason": null,
         *             "attempts": 1,
         *             "last_status_code": 200,
         *             "next_attempt_at": null,
         *             "max_attempts": null,
         *             "settled_at": "2026-03-02T09:15:00.840Z"
         *           }
         *         }
         *       ]
         *     }
         */
        ActivityEvent: {
            id: string;
            space_id: number;
            name: string;
            /** @description What the host says of such events; null for what it has removed or never had */
            title: string | null;
            identifier: string | null;
            /** Format: date-time */
            occurred_at: string;
            /** Format: date-time */
            created_at: string;
            user_id: number | null;
            /** @description In the order of the installs */
            decisions: components["schemas"]["ActivityDecision"][];
        };
        ActivityEventPage: {
            data: components["schemas"]["ActivityEvent"][];
            /**
             * @description Null on the last page
             * @example null
             */
            next_cursor: string | null;
        };
        /**
         * @example {
         *       "id": "019cade2-8a61-7d15-8e02-1f3a5b7c9d02",
         *       "status": "done",
         *       "status_message": "Greeted",
         *       "failure_reason": null,
         *       "settled_reason": null,
         *       "attempts": 1,
         *       "last_status_code": 200,
         *       "next_attempt_at": null,
         *       "max_attempts": null,
         *       "settled_at": "2026-03-02T09:15:00.840Z"
         *     }
         */
        ActivityJob: {
            id: string;
            /** @enum {string} */
            status: "queued" | "ongoing" | "done" | "ignored" | "failed" | "parked" | "cancelled";
            status_message: string | null;
            failure_reason: string | null;
            /**
             * @description Why the platform settled it; null where the plugin did, or somebody withdrew it:
             *
             *     - `attempts_exhausted`: no attempt succeeded
             *     - `timed_out`: the plugin accepted it, and did not settle it in time
             *     - `not_subscribed`: the plugin does not hear its event any more
             *     - `not_granted`: the install is not granted its event any more
             *     - `missing_scope`: the install does not have the scope that its event requires
             *     - `reinstalled`, `uninstalled`: since it was made, its install was
             */
            settled_reason: ("attempts_exhausted" | "timed_out" | "not_subscribed" | "not_granted" | "missing_scope" | "reinstalled" | "uninstalled") | null;
            /** @description Requests that have ended */
            attempts: number;
            /** @description Of the last of them; null where nothing was answered */
            last_status_code: number | null;
            next_attempt_at: string | null;
            /** @description How many there will be if none succeeds: those made before, and what the retry schedule in force still gives, which a retry begins anew. Null for a job that is not tried again by itself */
            max_attempts: number | null;
            settled_at: string | null;
        };
        /**
         * @example {
         *       "unread": 0
         *     }
         */
        AllRead: {
            /** @description How many the person has not read, in the spaces they belong to, of those that the filters leave; 100 are that many, or more */
            unread: number;
        };
        /**
         * @example {
         *       "app": {
         *         "intro": "Greets visitors by their name"
         *       }
         *     }
         */
        AppChange: {
            app: components["schemas"]["AppFields"];
        };
        AppFields: {
            /** Format: line */
            name?: string;
            /** @description By default made of the name; of `<owner>@<slug>` what follows the "@" */
            slug?: string;
            icon?: string | null;
            plan_level?: number | null;
            preview_video?: string | null;
            app_url?: string | null;
            description?: string | null;
            intro?: string | null;
            screenshot?: string | null;
            website?: string | null;
            author?: string | null;
            field_type_ids?: number[];
            embedded_app_url?: string | null;
            dev_embedded_app_url?: string | null;
            oauth_redirect_uri?: string | null;
            dev_oauth_redirect_uri?: string | null;
            in_sidebar?: boolean | null;
            in_toolbar?: boolean | null;
            sidebar_icon?: string | null;
            enable_space_settings?: boolean | null;
            use_app_bridge?: boolean | null;
            manifest?: components["schemas"]["AppManifest"];
        };
        /**
         * @description Members of the manifest, as PUT `/platform/v1/plugins/{id}/manifest` takes them, and no others. What the plugin object says itself takes precedence
         * @example {
         *       "scopes": []
         *     }
         */
        AppManifest: {
            /** @description For editors; not kept */
            $schema?: string;
            /** Format: line */
            name?: string;
            /** @description Unique; lower-case letters, digits and "-", with at least one letter */
            slug?: string;
            /** @description One sentence for the catalog */
            intro?: string | null;
            description?: string | null;
            author?: string | null;
            /** @description For people who want to know more */
            website?: string | null;
            /** @description An image */
            icon?: string | null;
            /** @description An image */
            screenshot?: string | null;
            /** @description A video */
            preview_video?: string | null;
            /** @description The least plan a space needs */
            plan_level?: number | null;
            categories?: string[];
            placements?: components["schemas"]["Placements"];
            /** @description The page of the plugin outside the host */
            app_url?: string | null;
            /** @description The page that is embedded in the host */
            embedded_app_url?: string | null;
            /** @description The same while developing */
            dev_embedded_app_url?: string | null;
            /** @description Where the browser returns after consent */
            oauth_redirect_uri?: string | null;
            /** @description The same while developing */
            dev_oauth_redirect_uri?: string | null;
            /** @description Whether the embedded page authenticates by App Bridge */
            use_app_bridge?: boolean;
            /** @description Whether the config can be written as space level settings */
            enable_space_settings?: boolean;
            /** @description What the plugin asks an install for; each must be known */
            scopes?: string[];
            /** @description What it can do without, and an admin may decline; each must be known, and not among `scopes` */
            optional_scopes?: string[];
            field_type_ids?: number[];
            /** @description At most one for each event */
            events?: components["schemas"]["Subscription"][];
            setup_steps?: components["schemas"]["SetupStep"][];
            /** @description Carries the config of an install over to a new release */
            migration_url?: string | null;
        };
        /**
         * @description A plugin in a space, as Storyblok writes it
         * @example {
         *       "public_config": null,
         *       "session": null,
         *       "slug": "greeter",
         *       "app_id": 12,
         *       "name": "Greeter",
         *       "plan_level": null,
         *       "in_sidebar": true,
         *       "in_toolbar": false,
         *       "sidebar_icon": null,
         *       "enable_space_settings": true,
         *       "space_level_settings": {
         *         "greeting": "Good to see you"
         *       }
         *     }
         */
        AppProvision: {
            /** @description Whatever the plugin keeps there for its pages */
            public_config: string | null;
            /** @description Always null */
            session: string | null;
            slug: string;
            app_id: number;
            name: string;
            plan_level: number | null;
            in_sidebar: boolean;
            in_toolbar: boolean;
            sidebar_icon: string | null;
            enable_space_settings: boolean;
            /** @description The install's config, byte for byte; whole for its plugin, without the passwords of set-up forms for everybody else */
            space_level_settings: {
                [key: string]: unknown;
            };
        };
        /**
         * @example {
         *       "app_provision": {
         *         "space_level_settings": {
         *           "greeting": "Good to see you"
         *         }
         *       }
         *     }
         */
        AppProvisionChange: {
            app_provision?: components["schemas"]["AppProvisionFields"];
            /** @description The install's config, byte for byte; whole for its plugin, without the passwords of set-up forms for everybody else */
            space_level_settings?: {
                [key: string]: unknown;
            };
            /** @description Whatever the plugin keeps there for its pages */
            public_config?: string | null;
        };
        AppProvisionDetails: {
            app_provision: components["schemas"]["AppProvision"];
            app: components["schemas"]["PluginObject"];
            /**
             * @description Whether the asking user lets the plugin act for them
             * @example true
             */
            granted: boolean;
        };
        AppProvisionFields: {
            /** @description The install's config, byte for byte; whole for its plugin, without the passwords of set-up forms for everybody else */
            space_level_settings?: {
                [key: string]: unknown;
            };
            /** @description Whatever the plugin keeps there for its pages */
            public_config?: string | null;
        };
        AppProvisions: {
            app_provisions: components["schemas"]["AppProvision"][];
        };
        AppReference: {
            /** @description Id, slug, or `<owner>@<slug>` */
            app_id: number | string;
        };
        /**
         * @description What a space tells a plugin beside its config
         * @example {
         *       "settings": {
         *         "theme": "warm"
         *       },
         *       "created_at": "2026-03-02T08:30:00.000Z",
         *       "updated_at": "2026-03-02T08:30:00.000Z"
         *     }
         */
        AppSetting: {
            /** @description Kept byte for byte */
            settings: {
                [key: string]: unknown;
            };
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            updated_at: string;
        };
        /**
         * @example {
         *       "client_id": "pbc_gR7cV2mXq9",
         *       "settings": {
         *         "theme": "warm"
         *       }
         *     }
         */
        AppSettingInput: {
            /** @description By default that of the calling plugin */
            client_id?: string;
            /** @description Kept byte for byte */
            settings: {
                [key: string]: unknown;
            };
        };
        /**
         * @example {
         *       "token": "eyJhbGciOiJIUzI1NiJ9.e30.example",
         *       "ticket": "pbt_…"
         *     }
         */
        AppValidation: {
            /** @description The App Bridge token, for the page of the plugin */
            token: string;
            /** @description Opens the frame at `/embed/open?ticket=…`, once, within a minute, in a page of `host_origin`; null where plugins cannot be embedded in pages of that origin */
            ticket: string | null;
        };
        Apps: {
            apps: components["schemas"]["PluginObject"][];
        };
        AskedScope: {
            name: string;
            /** @description The host's words for it; null for one that is gone */
            description: string | null;
        };
        /**
         * @description What a plugin ties to a job
         * @example {
         *       "type": "text",
         *       "label": "Greeting",
         *       "value": "Good to see you"
         *     }
         */
        Attachment: {
            /** @description text (default), password, json, link, credential_image, … */
            type?: string | null;
            label: string;
            /** @description Any JSON */
            value?: unknown;
            /** @description Of a link: http or https */
            url?: string | null;
        } & {
            [key: string]: unknown;
        };
        /**
         * @description One request to the plugin
         * @example {
         *       "number": 1,
         *       "stage": "answered",
         *       "status_code": 200,
         *       "error": null,
         *       "url": "https://greeter.example.com/entry-sign-in",
         *       "reply_headers": {
         *         "content-type": "application/json"
         *       },
         *       "reply_body": "{\"data\":{\"status\":\"done\",\"status_message\":\"Greeted\"}}",
         *       "debug_info": null,
         *       "started_at": "2026-03-02T09:15:00.410Z",
         *       "duration_ms": 430
         *     }
         */
        Attempt: {
            number: number;
            /** @description Where it ended: answered, or refused, dns, connect, tls, send, response, timeout, reply (what it says could not be read, or its effects not be applied), lost */
            stage: string;
            status_code: number | null;
            error: string | null;
            url: string;
            /** @description An object, or null */
            reply_headers: unknown;
            /** @description At most 16 KiB of it */
            reply_body: string | null;
            /** @description Any JSON that the plugin gave, or null */
            debug_info: unknown;
            /** Format: date-time */
            started_at: string;
            duration_ms: number;
        };
        /**
         * @description One request to the plugin, and what was sent
         * @example {
         *       "number": 1,
         *       "stage": "answered",
         *       "status_code": 200,
         *       "error": null,
         *       "url": "https://greeter.example.com/entry-sign-in",
         *       "reply_headers": {
         *         "content-type": "application/json"
         *       },
         *       "reply_body": "{\"data\":{\"status\":\"done\",\"status_message\":\"Greeted\"}}",
         *       "debug_info": null,
         *       "started_at": "2026-03-02T09:15:00.410Z",
         *       "duration_ms": 430,
         *       "request": {
         *         "method": "POST",
         *         "url": "https://greeter.example.com/entry-sign-in",
         *         "headers": {
         *           "content-type": "application/json",
         *           "webhook-id": "019cade2-8a61-7d15-8e02-1f3a5b7c9d02",
         *           "webhook-timestamp": "1772442900",
         *           "plugboard-attempt": "1"
         *         },
         *         "body": {
         *           "meta": {
         *             "event": "entry_sign_in",
         *             "install_id": "41",
         *             "config": {
         *               "greeting": "Good to see you"
         *             }
         *           },
         *           "payload": {
         *             "entry": {
         *               "id": 19,
         *               "visitor": "Grace",
         *               "floor": 2
         *             }
         *           }
         *         },
         *         "exact": true,
         *         "release": 1,
         *         "config_revision": 1,
         *         "secret_generation": 1,
         *         "body_sha256": "5f2b8c1d5f2b8c1d5f2b8c1d5f2b8c1d5f2b8c1d5f2b8c1d5f2b8c1d5f2b8c1d",
         *         "signature_check": {
         *           "not_checked": null,
         *           "signatures": [
         *             {
         *               "header": "x-envoy-signature",
         *               "verified_by": 1
         *             },
         *             {
         *               "header": "webhook-signature",
         *               "verified_by": 1
         *             }
         *           ]
         *         }
         *       }
         *     }
         */
        AttemptInFull: {
            number: number;
            /** @description Where it ended: answered, or refused, dns, connect, tls, send, response, timeout, reply (what it says could not be read, or its effects not be applied), lost */
            stage: string;
            status_code: number | null;
            error: string | null;
            url: string;
            /** @description An object, or null */
            reply_headers: unknown;
            /** @description At most 16 KiB of it */
            reply_body: string | null;
            /** @description Any JSON that the plugin gave, or null */
            debug_info: unknown;
            /** Format: date-time */
            started_at: string;
            duration_ms: number;
            /** @description Null where nobody knows whether there was one (`lost`), and once the install is erased */
            request: components["schemas"]["SentRequest"] | null;
        };
        /**
         * @example {
         *       "kind": "user",
         *       "id": 3,
         *       "name": "Ada"
         *     }
         */
        AuditActor: {
            /**
             * @description `host` is a host key, `system` the server itself, whoever is at its command line, and who has not shown who they are
             * @enum {string}
             */
            kind: "host" | "user" | "plugin" | "system";
            /** @description Of the user, the plugin or the host key; null for the key of the settings */
            id: number | null;
            /** @description At that time; null once the user who it is was removed */
            name: string | null;
        };
        /**
         * @description About the person: for the host and operators only, and null once the user was removed
         * @example {
         *       "email": "ada@example.com",
         *       "address": "192.0.2.7",
         *       "user_agent": "Mozilla/5.0"
         *     }
         */
        AuditDetails: {
            email: string | null;
            /** @description IP address */
            address: string | null;
            /** @description The first 300 characters of it */
            user_agent: string | null;
        };
        /**
         * @description Who changed what
         * @example {
         *       "id": "019cade2-8a62-7f21-a5b6-0c9d8e7f6a03",
         *       "at": "2026-03-02T08:30:00.000Z",
         *       "actor": {
         *         "kind": "user",
         *         "id": 3,
         *         "name": "Ada"
         *       },
         *       "action": "config.updated",
         *       "target": {
         *         "type": "install",
         *         "id": "41"
         *       },
         *       "space_id": 7,
         *       "request_id": "req-1x",
         *       "changed": [
         *         "/greeting"
         *       ],
         *       "details_hash": "5f5f5f5f5f5f5f5f5f5f5f5f5f5f5f5f5f5f5f5f5f5f5f5f5f5f5f5f5f5f5f5f",
         *       "prev_hash": "3c3c3c3c3c3c3c3c3c3c3c3c3c3c3c3c3c3c3c3c3c3c3c3c3c3c3c3c3c3c3c3c",
         *       "hash": "a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1",
         *       "details": {
         *         "email": "ada@example.com",
         *         "address": "192.0.2.7",
         *         "user_agent": "Mozilla/5.0"
         *       }
         *     }
         */
        AuditEntry: {
            /** Format: uuid */
            id: string;
            /** Format: date-time */
            at: string;
            actor: components["schemas"]["AuditActor"];
            /** @enum {string} */
            action: "app_settings.updated" | "backfill.cancelled" | "backfill.created" | "collaborator.added" | "collaborator.removed" | "collaborator.updated" | "config.restored" | "config.updated" | "developer.invited" | "developer.joined" | "developer.removed" | "developer_invitation.withdrawn" | "endpoint.disabled" | "endpoint.enabled" | "event_type.created" | "event_type.deleted" | "event_type.updated" | "grant.created" | "grant.revoked" | "host_key.created" | "host_key.revoked" | "install.created" | "install.erased" | "install.granted" | "install.restored" | "install.resumed" | "install.suspended" | "install.uninstalled" | "install.updated" | "job.cancelled" | "job.resent" | "job.retried" | "member.added" | "member.removed" | "member.updated" | "notification.acted" | "personal_token.created" | "personal_token.revoked" | "portal_link.created" | "portal_session.ended" | "portal_session.started" | "portal_token.created" | "plugin.created" | "plugin.deleted" | "plugin.erased" | "plugin.resumed" | "plugin.suspended" | "plugin.updated" | "release.approved" | "release.created" | "release.rejected" | "release.rolled_back" | "release.rolled_out" | "release.stopped" | "release.submitted" | "release.tried" | "rehearsal.cancelled" | "rehearsal.created" | "replay.cancelled" | "replay.created" | "resource_type.created" | "resource_type.deleted" | "resource_type.updated" | "scope.created" | "scope.deleted" | "scope.updated" | "secret.rotated" | "secret.withdrawn" | "session.ended" | "session.refused" | "session.started" | "setup_step.submitted" | "sign_in_link.created" | "space.created" | "space.deleted" | "space.updated" | "user.created" | "user.deleted" | "user.updated";
            target: components["schemas"]["AuditTarget"];
            space_id: number | null;
            /** @description As it is logged */
            request_id: string | null;
            /** @description JSON pointers of what changed, never what it was or became */
            changed: string[];
            /** @description SHA-256 */
            details_hash: string;
            /** @description SHA-256 */
            prev_hash: string | null;
            /** @description Null until the entry is in the chain, a second later */
            hash: string | null;
            details: components["schemas"]["AuditDetails"] | null;
        };
        AuditEntryPage: {
            data: components["schemas"]["AuditEntry"][];
            /**
             * @description Null on the last page
             * @example null
             */
            next_cursor: string | null;
        };
        /**
         * @example {
         *       "type": "install",
         *       "id": "41"
         *     }
         */
        AuditTarget: {
            type: string;
            /** @description An id or a name; of what has none of its own, the parts of its path, such as `12/3` for release 3 of plugin 12 */
            id: string;
        };
        /**
         * @description RFC 8414
         * @example {
         *       "issuer": "https://plugboard.example.com",
         *       "authorization_endpoint": "https://plugboard.example.com/oauth/authorize",
         *       "token_endpoint": "https://plugboard.example.com/oauth/token",
         *       "revocation_endpoint": "https://plugboard.example.com/oauth/revoke",
         *       "introspection_endpoint": "https://plugboard.example.com/oauth/introspect",
         *       "service_documentation": "https://plugboard.example.com/docs",
         *       "response_types_supported": [
         *         "code"
         *       ],
         *       "response_modes_supported": [
         *         "query"
         *       ],
         *       "grant_types_supported": [
         *         "authorization_code",
         *         "client_credentials",
         *         "refresh_token",
         *         "plugin_install"
         *       ],
         *       "token_endpoint_auth_methods_supported": [
         *         "client_secret_basic",
         *         "client_secret_post",
         *         "none"
         *       ],
         *       "revocation_endpoint_auth_methods_supported": [
         *         "client_secret_basic",
         *         "client_secret_post",
         *         "none"
         *       ],
         *       "introspection_endpoint_auth_methods_supported": [
         *         "client_secret_basic",
         *         "client_secret_post"
         *       ],
         *       "code_challenge_methods_supported": [
         *         "S256"
         *       ],
         *       "authorization_response_iss_parameter_supported": true
         *     }
         */
        AuthorizationServerMetadata: {
            issuer: string;
            authorization_endpoint: string;
            token_endpoint: string;
            revocation_endpoint: string;
            introspection_endpoint: string;
            service_documentation: string;
            response_types_supported: string[];
            response_modes_supported: string[];
            grant_types_supported: string[];
            token_endpoint_auth_methods_supported: string[];
            revocation_endpoint_auth_methods_supported: string[];
            introspection_endpoint_auth_methods_supported: string[];
            code_challenge_methods_supported: string[];
            authorization_response_iss_parameter_supported: boolean;
        };
        /**
         * @description Events of the past that an install is told of
         * @example {
         *       "id": 2,
         *       "install_id": 41,
         *       "days": 7,
         *       "events": [
         *         "entry_sign_in"
         *       ],
         *       "state": "running",
         *       "total": 900,
         *       "done": 120,
         *       "failed": 0,
         *       "created_at": "2026-03-02T09:15:00.840Z",
         *       "finished_at": null
         *     }
         */
        Backfill: {
            id: number;
            install_id: number;
            days: number;
            events: string[] | null;
            /** @description running, done, cancelled */
            state: string;
            /** @description Events that it is told of, a million at most. Until all are read, those count as well that a filter may withhold; null where the space has so many events that they were not counted beforehand, and where something was left of a backfill that was ended */
            total: number | null;
            /** @description Sent, and the plugin gave its verdict or accepted the job */
            done: number;
            /** @description Sent without that, or could not be sent. What is unsettled is tried again as its schedule says */
            failed: number;
            /** Format: date-time */
            created_at: string;
            finished_at: string | null;
        };
        BackfillPage: {
            data: components["schemas"]["Backfill"][];
            /**
             * @description Null on the last page
             * @example null
             */
            next_cursor: string | null;
        };
        /**
         * @example {
         *       "name": "Plugboard",
         *       "logo_url": "https://plugboard.example.com/assets/logo.0f1e2d3c4b5a6978.svg",
         *       "accent": "#3b4fd8"
         *     }
         */
        Brand: {
            /** @description What the product is called */
            name: string;
            /** @description Where its logo is; null where there is none of its own */
            logo_url: string | null;
            /** @description Its colour as it was chosen, `#rrggbb`. How it is used in the light and the dark theme, `/theme.css` says */
            accent: string;
        };
        /**
         * @description What a plugin keeps under a key
         * @example {
         *       "key": "greetings/1",
         *       "value": {
         *         "text": "Welcome"
         *       },
         *       "version": 1,
         *       "expires_at": null,
         *       "updated_at": "2026-03-02T09:00:00.000Z"
         *     }
         */
        BrowsedItem: {
            key: string;
            /** @description As it was stored */
            value: unknown;
            version: number;
            expires_at: string | null;
            /** Format: date-time */
            updated_at: string;
        };
        BrowsedItemPage: {
            data: components["schemas"]["BrowsedItem"][];
            /**
             * @description Null on the last page
             * @example null
             */
            next_cursor: string | null;
        };
        /** @example {} */
        CallAction: {
            /** @description Calls it although its status is `unknown`: the plugin may have been called already, and is told the same `webhook-id` */
            again?: boolean;
        };
        /**
         * @example {
         *       "name": "visitors",
         *       "plugins": 3
         *     }
         */
        CatalogCategory: {
            name: string;
            /** @description How many are of it */
            plugins: number;
        };
        CatalogCategoryPage: {
            data: components["schemas"]["CatalogCategory"][];
            /**
             * @description Null on the last page
             * @example null
             */
            next_cursor: string | null;
        };
        /**
         * @example {
         *       "id": 12,
         *       "slug": "greeter",
         *       "name": "Greeter",
         *       "origin": "partner",
         *       "intro": "Greets visitors",
         *       "author": "Acme",
         *       "icon": "//plugboard.example.com/images/icon.png",
         *       "screenshot": null,
         *       "categories": [
         *         "visitors"
         *       ],
         *       "placements": {
         *         "sidebar": true,
         *         "toolbar": false
         *       },
         *       "plan_level": null,
         *       "scopes": [
         *         {
         *           "name": "entries.write",
         *           "description": "Change entries"
         *         }
         *       ],
         *       "optional_scopes": [],
         *       "events": [
         *         {
         *           "name": "entry_sign_in",
         *           "description": "A visitor signed in"
         *         }
         *       ],
         *       "release": {
         *         "number": 1,
         *         "published_at": "2026-03-02T08:30:00.000Z"
         *       },
         *       "in_space": {
         *         "fits_plan": true,
         *         "install": {
         *           "id": 41,
         *           "status": "active"
         *         },
         *         "restorable": null
         *       }
         *     }
         */
        CatalogEntry: {
            id: number;
            slug: string;
            name: string;
            /**
             * @description Whose it is
             * @enum {string}
             */
            origin: "host" | "org" | "partner";
            intro: string | null;
            author: string | null;
            icon: string | null;
            screenshot: string | null;
            categories: string[];
            placements: components["schemas"]["CatalogPlacements"];
            /** @description The least plan that a space needs */
            plan_level: number | null;
            /** @description What it asks an install for */
            scopes: components["schemas"]["AskedScope"][];
            /** @description What it can do without: an install gets those of them that it is given */
            optional_scopes: components["schemas"]["OptionalScope"][];
            /** @description What it hears of */
            events: components["schemas"]["HeardEvent"][];
            release: components["schemas"]["CatalogRelease"];
            in_space: components["schemas"]["CatalogInSpace"] | null;
        };
        CatalogEntryPage: {
            data: components["schemas"]["CatalogEntry"][];
            /**
             * @description Null on the last page
             * @example null
             */
            next_cursor: string | null;
        };
        CatalogField: {
            label: string;
            required: boolean;
        };
        /** @description How it is with the space that was asked about; null without one */
        CatalogInSpace: {
            fits_plan: boolean;
            install: components["schemas"]["CatalogInstall"] | null;
            restorable: components["schemas"]["CatalogRestorable"] | null;
        };
        CatalogInstall: {
            id: number;
            /** @enum {string} */
            status: "setup" | "active" | "suspended" | "uninstalled";
        };
        /** @description Where it shows in the host */
        CatalogPlacements: {
            sidebar: boolean;
            toolbar: boolean;
        };
        /**
         * @example {
         *       "id": 12,
         *       "slug": "greeter",
         *       "name": "Greeter",
         *       "origin": "partner",
         *       "intro": "Greets visitors",
         *       "author": "Acme",
         *       "icon": "//plugboard.example.com/images/icon.png",
         *       "screenshot": null,
         *       "categories": [
         *         "visitors"
         *       ],
         *       "placements": {
         *         "sidebar": true,
         *         "toolbar": false
         *       },
         *       "plan_level": null,
         *       "scopes": [
         *         {
         *           "name": "entries.write",
         *           "description": "Change entries"
         *         }
         *       ],
         *       "optional_scopes": [],
         *       "events": [
         *         {
         *           "name": "entry_sign_in",
         *           "description": "A visitor signed in"
         *         }
         *       ],
         *       "release": {
         *         "number": 1,
         *         "published_at": "2026-03-02T08:30:00.000Z"
         *       },
         *       "in_space": {
         *         "fits_plan": true,
         *         "install": {
         *           "id": 41,
         *           "status": "active"
         *         },
         *         "restorable": null
         *       },
         *       "description": "Greets every visitor by name.",
         *       "website": "https://greeter.example.com/",
         *       "preview_video": null,
         *       "setup_steps": [
         *         {
         *           "type": "form",
         *           "title": "How to greet",
         *           "required": true,
         *           "fields": [
         *             {
         *               "label": "Greeting",
         *               "required": true
         *             }
         *           ],
         *           "host": null
         *         }
         *       ]
         *     }
         */
        CatalogPlugin: {
            id: number;
            slug: string;
            name: string;
            /**
             * @description Whose it is
             * @enum {string}
             */
            origin: "host" | "org" | "partner";
            intro: string | null;
            author: string | null;
            icon: string | null;
            screenshot: string | null;
            categories: string[];
            placements: components["schemas"]["CatalogPlacements"];
            /** @description The least plan that a space needs */
            plan_level: number | null;
            /** @description What it asks an install for */
            scopes: components["schemas"]["AskedScope"][];
            /** @description What it can do without: an install gets those of them that it is given */
            optional_scopes: components["schemas"]["OptionalScope"][];
            /** @description What it hears of */
            events: components["schemas"]["HeardEvent"][];
            release: components["schemas"]["CatalogRelease"];
            in_space: components["schemas"]["CatalogInSpace"] | null;
            description: string | null;
            website: string | null;
            preview_video: string | null;
            /** @description What an admin is asked for before it works */
            setup_steps: components["schemas"]["CatalogStep"][];
        };
        /** @description The published release, which this tells of */
        CatalogRelease: {
            number: number;
            /** Format: date-time */
            published_at: string;
        };
        /** @description An install that was uninstalled, and can be restored as it was */
        CatalogRestorable: {
            id: number;
            /**
             * Format: date-time
             * @description When what it kept is erased
             */
            until: string;
        };
        CatalogStep: {
            /** @enum {string} */
            type: "form" | "oauth2" | "popup";
            title: string;
            /** @description Whether the install is not set up without it */
            required: boolean;
            /** @description What a form asks for */
            fields: components["schemas"]["CatalogField"][];
            /** @description Whose page is opened, of `oauth2` and `popup` */
            host: string | null;
        };
        CheckboxField: {
            /** @description The item of the config that the value is saved to */
            key: string;
            /** @constant */
            type: "checkbox";
            /** Format: line */
            label: string;
            description?: string | null;
            /** @description Whether the step can be submitted without it */
            required?: boolean;
        };
        /**
         * @example {
         *       "header": "x-envoy-signature",
         *       "verified_by": 1
         *     }
         */
        CheckedSignature: {
            /** @enum {string} */
            header: "x-envoy-signature" | "webhook-signature";
            /** @description Generation of the live secret that signs the body so; null where none of those that are live now does, or nothing was checked */
            verified_by: number | null;
        };
        /**
         * @description How many installs each per cent would bring to a release
         * @example {
         *       "installs": 4,
         *       "on_release": 1,
         *       "steps": [
         *         {
         *           "percent": 21,
         *           "more": 1
         *         },
         *         {
         *           "percent": 58,
         *           "more": 2
         *         },
         *         {
         *           "percent": 84,
         *           "more": 3
         *         }
         *       ]
         *     }
         */
        Cohorts: {
            /** @description All that a release could come to: none of developers, none that is uninstalled */
            installs: number;
            /** @description Are on this one now */
            on_release: number;
            /** @description From each per cent at which more installs come: any in between brings as many as the one before it, and one before the first brings none */
            steps: {
                percent: number;
                /** @description Would come that are on an older release now */
                more: number;
            }[];
        };
        /**
         * @description Somebody who develops a plugin, or looks at it
         * @example {
         *       "user_id": 3,
         *       "email": "ada@example.com",
         *       "friendly_name": "Ada",
         *       "role": "owner",
         *       "since": "2026-03-02T08:30:00.000Z"
         *     }
         */
        Collaborator: {
            user_id: number;
            email: string;
            friendly_name: string;
            /**
             * @description An `owner` also manages collaborators and removes the plugin, a `developer` changes it, a `viewer` looks and is shown no secrets
             * @enum {string}
             */
            role: "owner" | "developer" | "viewer";
            /** Format: date-time */
            since: string;
        };
        /**
         * @example {
         *       "role": "developer"
         *     }
         */
        CollaboratorChange: {
            /**
             * @description An `owner` also manages collaborators and removes the plugin, a `developer` changes it, a `viewer` looks and is shown no secrets
             * @enum {string}
             */
            role: "owner" | "developer" | "viewer";
        };
        CollaboratorPage: {
            data: components["schemas"]["Collaborator"][];
            /**
             * @description Null on the last page
             * @example null
             */
            next_cursor: string | null;
        };
        CompaniesDocument: {
            data: components["schemas"]["CompanyModel"][];
            /** @description What `include` names, once each */
            included?: unknown[];
        };
        CompanyAttributes: {
            name: string;
            active: boolean;
            "created-at": string;
            "updated-at": string;
        } & {
            [key: string]: unknown;
        };
        CompanyDocument: {
            data: components["schemas"]["CompanyModel"];
            /** @description What `include` names, once each */
            included?: unknown[];
        };
        /**
         * @description A space as a company
         * @example {
         *       "type": "companies",
         *       "id": "7",
         *       "attributes": {
         *         "name": "Acme",
         *         "active": true,
         *         "created-at": "2026-03-02T08:30:00.000Z",
         *         "updated-at": "2026-03-02T08:30:00.000Z"
         *       },
         *       "relationships": {
         *         "locations": {
         *           "data": [
         *             {
         *               "type": "locations",
         *               "id": "7"
         *             }
         *           ]
         *         }
         *       }
         *     }
         */
        CompanyModel: {
            /** @constant */
            type: "companies";
            id: string;
            attributes: components["schemas"]["CompanyAttributes"];
            relationships: components["schemas"]["CompanyRelationships"];
        };
        CompanyRelationships: {
            locations: components["schemas"]["ToMany"];
        };
        /**
         * @example {
         *       "data": {
         *         "greeting": "Good to see you"
         *       }
         *     }
         */
        ConfigAnswer: {
            /** @description The complete config */
            data: {
                [key: string]: unknown;
            };
        };
        /**
         * @description Members to set, whole; null removes one
         * @example {
         *       "greeting": "Good to see you"
         *     }
         */
        ConfigMembers: {
            [key: string]: unknown;
        };
        /**
         * @example {
         *       "config": {
         *         "greeting": "Good to see you"
         *       },
         *       "reason": "A warmer welcome"
         *     }
         */
        ConfigPatch: {
            /** @description Members to set, whole; null removes one */
            config: {
                [key: string]: unknown;
            };
            /**
             * Format: text
             * @description Why, for the history
             */
            reason?: string;
        };
        /**
         * @example {
         *       "client_id": "pbc_gR7cV2mXq9",
         *       "client_secret": "pbs_example_of_a_client_secret",
         *       "webhook_secret": "whsec_cGJzX2V4YW1wbGVfb2ZfYV9jbGllbnRfc2VjcmV0"
         *     }
         */
        Credentials: {
            client_id: string;
            /** @description Shown this once */
            client_secret: string;
            /** @description The same secret as libraries for Standard Webhooks take it (`whsec_…`) */
            webhook_secret: string;
        };
        CurrentUserAttributes: {
            name: string;
            "full-name": string;
            email: string;
        };
        CurrentUserDocument: {
            data: components["schemas"]["CurrentUserModel"];
        };
        /**
         * @description The user for whom a token acts
         * @example {
         *       "type": "users",
         *       "id": "3",
         *       "attributes": {
         *         "name": "Ada",
         *         "full-name": "Ada",
         *         "email": "ada@example.com"
         *       },
         *       "relationships": {}
         *     }
         */
        CurrentUserModel: {
            /** @constant */
            type: "users";
            id: string;
            attributes: components["schemas"]["CurrentUserAttributes"];
            relationships: components["schemas"]["NoRelationships"];
        };
        /**
         * @description Whether an installed plugin got an event, and why
         * @example {
         *       "install_id": 41,
         *       "plugin_id": 12,
         *       "plugin_slug": "greeter",
         *       "decision": "delivered",
         *       "job_id": "019cade2-8a61-7d15-8e02-1f3a5b7c9d02"
         *     }
         */
        Decision: {
            install_id: number;
            plugin_id: number;
            plugin_slug: string;
            /** @description delivered, not_subscribed, filtered, suspended, setup_incomplete, not_granted, missing_scope, plugin_suspended or endpoint_disabled */
            decision: string;
            job_id: string | null;
        };
        DecisionPage: {
            data: components["schemas"]["Decision"][];
            /**
             * @description Null on the last page
             * @example null
             */
            next_cursor: string | null;
        };
        /**
         * @example {
         *       "name": "rooms",
         *       "description": "Rooms that visitors can be shown to",
         *       "list_url": "https://product.example.com/plugboard/rooms",
         *       "created_at": "2026-03-02T08:30:00.000Z",
         *       "updated_at": "2026-03-02T08:30:00.000Z",
         *       "signing_secret": "whsec_example"
         *     }
         */
        DeclaredResourceType: {
            name: string;
            description: string | null;
            list_url: string;
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            updated_at: string;
            /** @description Signs what is asked, by Standard Webhooks: shown once, when it is new */
            signing_secret: string | null;
        };
        /**
         * @description Where a job stands in the queue
         * @example {
         *       "state": "scheduled",
         *       "attempt": 1,
         *       "due_at": "2026-03-02T09:15:30.000Z",
         *       "held_up_by": null
         *     }
         */
        Delivery: {
            /** @enum {string} */
            state: "ready" | "blocked" | "held" | "scheduled" | "leased" | "ongoing";
            /** @description Requests made so far, one under way included */
            attempt: number;
            due_at: string | null;
            /** @description What failed in Plugboard when it was to be sent: it costs no attempt, and is tried again by itself, at the latest after 5 min */
            held_up_by: string | null;
        };
        /**
         * @example {
         *       "user_id": 3,
         *       "email": "ada@example.com",
         *       "friendly_name": "Ada",
         *       "since": "2026-03-02T08:30:00.000Z",
         *       "invited_by": null
         *     }
         */
        Developer: {
            user_id: number;
            email: string;
            friendly_name: string;
            /** Format: date-time */
            since: string;
            /** @description The user who did; null where a host key did, or nobody who is still there */
            invited_by: number | null;
        };
        /**
         * @example {
         *       "id": 1,
         *       "email": "dev@rooms.example.com",
         *       "invited_by": null,
         *       "created_at": "2026-03-02T08:30:00.000Z",
         *       "expires_at": "2026-03-09T09:00:00.000Z"
         *     }
         */
        DeveloperInvitation: {
            id: number;
            email: string;
            /** @description The user who did; null where a host key did, or nobody who is still there */
            invited_by: number | null;
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            expires_at: string;
        };
        /**
         * @example {
         *       "id": 1,
         *       "email": "dev@rooms.example.com",
         *       "invited_by": null,
         *       "created_at": "2026-03-02T08:30:00.000Z",
         *       "expires_at": "2026-03-09T09:00:00.000Z",
         *       "url": "https://plugboard.example.com/developers/invitation/pbd_example"
         *     }
         */
        DeveloperInvitationCreated: {
            id: number;
            email: string;
            /** @description The user who did; null where a host key did, or nobody who is still there */
            invited_by: number | null;
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            expires_at: string;
            /** @description Works once: give it to whom you invited. Null where it is mailed to them */
            url: string | null;
        };
        DeveloperInvitationPage: {
            data: components["schemas"]["DeveloperInvitation"][];
            /**
             * @description Null on the last page
             * @example null
             */
            next_cursor: string | null;
        };
        DeveloperPage: {
            data: components["schemas"]["Developer"][];
            /**
             * @description Null on the last page
             * @example null
             */
            next_cursor: string | null;
        };
        /**
         * @example {
         *       "reason": "Moves to another machine"
         *     }
         */
        DisableEndpoint: {
            /** Format: text */
            reason?: string;
        };
        /**
         * @description A plugin with a page in the host
         * @example {
         *       "id": 12,
         *       "slug": "greeter",
         *       "name": "Greeter",
         *       "icon": "//plugboard.example.com/images/icon.png",
         *       "sidebar": true,
         *       "toolbar": false,
         *       "url": "https://greeter.example.com/page",
         *       "oauth": true,
         *       "app_bridge": true,
         *       "oauth_pending": false
         *     }
         */
        Embed: {
            id: number;
            slug: string;
            name: string;
            icon: string | null;
            sidebar: boolean;
            toolbar: boolean;
            /** @description The page to embed */
            url: string;
            /** @description Its page speaks the App Bridge: one that says nothing is not there */
            app_bridge: boolean;
            /** @description The plugin uses OAuth: its frame is opened by a ticket (see app_validations) */
            oauth: boolean;
            /** @description The plugin uses OAuth, and the user has not consented yet */
            oauth_pending: boolean;
        };
        /**
         * @example {
         *       "id": 7,
         *       "name": "Acme"
         *     }
         */
        EmbeddingSpace: {
            id: number;
            name: string;
        };
        /**
         * @example {
         *       "id": 3,
         *       "name": "Ada",
         *       "lang": "en",
         *       "is_admin": true
         *     }
         */
        EmbeddingUser: {
            id: number;
            name: string;
            /** @description BCP 47: what the user chose, else the first of `Accept-Language`, else `en` */
            lang: string;
            is_admin: boolean;
        };
        Embeds: {
            space: components["schemas"]["EmbeddingSpace"];
            user: components["schemas"]["EmbeddingUser"];
            /**
             * @description Pages come from where they are being developed, if there is such a place
             * @example false
             */
            development: boolean;
            plugins: components["schemas"]["Embed"][];
        };
        EmployeeAttributes: {
            name: string;
            email: string;
            deleted: boolean;
            "company-id": string;
            "created-at": string;
            "updated-at": string;
        };
        EmployeeDocument: {
            data: components["schemas"]["EmployeeModel"];
            /** @description What `include` names, once each */
            included?: unknown[];
        };
        /**
         * @description A member of a space
         * @example {
         *       "type": "employees",
         *       "id": "3",
         *       "attributes": {
         *         "name": "Ada",
         *         "email": "ada@example.com",
         *         "deleted": false,
         *         "company-id": "7",
         *         "created-at": "2026-03-02T08:30:00.000Z",
         *         "updated-at": "2026-03-02T08:30:00.000Z"
         *       },
         *       "relationships": {
         *         "company": {
         *           "data": {
         *             "type": "companies",
         *             "id": "7"
         *           }
         *         },
         *         "locations": {
         *           "data": [
         *             {
         *               "type": "locations",
         *               "id": "7"
         *             }
         *           ]
         *         }
         *       }
         *     }
         */
        EmployeeModel: {
            /** @constant */
            type: "employees";
            id: string;
            attributes: components["schemas"]["EmployeeAttributes"];
            relationships: components["schemas"]["EmployeeRelationships"];
        };
        EmployeeRelationships: {
            company: components["schemas"]["ToOne"];
            locations: components["schemas"]["ToMany"];
        };
        EmployeesDocument: {
            data: components["schemas"]["EmployeeModel"][];
            /** @description What `include` names, once each */
            included?: unknown[];
        };
        /**
         * @description The worker of a plugin for one event at one URL, and how it is doing
         * @example {
         *       "id": 1,
         *       "event_name": "entry_sign_in",
         *       "url": "https://greeter.example.com/entry-sign-in",
         *       "status": "healthy",
         *       "failing_since": null,
         *       "failures": 0,
         *       "disabled_at": null,
         *       "disabled_reason": null
         *     }
         */
        Endpoint: {
            id: number;
            event_name: string;
            url: string;
            /** @enum {string} */
            status: "healthy" | "failing" | "disabled";
            failing_since: string | null;
            /** @description Failed attempts since it last answered */
            failures: number;
            disabled_at: string | null;
            disabled_reason: string | null;
        };
        EndpointList: {
            data: components["schemas"]["Endpoint"][];
        };
        /**
         * @description What happened in the host
         * @example {
         *       "id": "019cade2-8a60-7b3f-9c41-5d2e7f8a9b01",
         *       "space_id": 7,
         *       "name": "entry_sign_in",
         *       "identifier": "vr:entry:19",
         *       "payload": {
         *         "entry": {
         *           "id": 19,
         *           "visitor": "Grace",
         *           "floor": 2
         *         }
         *       },
         *       "occurred_at": "2026-03-02T09:15:00.000Z",
         *       "payload_members": null,
         *       "user_id": null,
         *       "created_at": "2026-03-02T09:15:00.000Z"
         *     }
         */
        Event: {
            id: string;
            space_id: number;
            name: string;
            identifier: string | null;
            payload: unknown;
            /** @description Where the payload is not for who asks: the names of its members, and `payload` is null. Null where it is shown */
            payload_members: string[] | null;
            user_id: number | null;
            /** Format: date-time */
            occurred_at: string;
            /** Format: date-time */
            created_at: string;
        };
        EventBatch: {
            events: components["schemas"]["EventInput"][];
        };
        EventChange: {
            /** @enum {string} */
            kind: "event_added" | "event_removed" | "event_moved" | "event_filter_changed";
            /** @description Its name. One that is added or removed is told with its URL and filter */
            event: string;
            /** @description What it said before, as it was written; left out where it said nothing */
            from?: unknown;
            /** @description What it says now; left out where it says nothing any more */
            to?: unknown;
        };
        /**
         * @example {
         *       "space_id": 7,
         *       "name": "entry_sign_in",
         *       "identifier": "vr:entry:19",
         *       "payload": {
         *         "entry": {
         *           "id": 19,
         *           "visitor": "Grace",
         *           "floor": 2
         *         }
         *       },
         *       "occurred_at": "2026-03-02T09:15:00.000Z"
         *     }
         */
        EventInput: {
            space_id: number;
            name: string;
            /** @description The host's name for the subject, such as vr:entry:19. Jobs with the same one run in order */
            identifier?: string | null;
            /** @description Any JSON, handed on byte for byte */
            payload: unknown;
            /** Format: date-time */
            occurred_at?: string;
            user_id?: number | null;
        };
        EventPage: {
            data: components["schemas"]["Event"][];
            /**
             * @description Null on the last page
             * @example null
             */
            next_cursor: string | null;
        };
        /**
         * @example {
         *       "id": "019cade2-8a60-7b3f-9c41-5d2e7f8a9b01"
         *     }
         */
        EventReference: {
            id: string;
        };
        /**
         * @example {
         *       "name": "entry_sign_in",
         *       "description": "A visitor signed in at the front desk",
         *       "example_payload": {
         *         "entry": {
         *           "id": 19,
         *           "visitor": "Grace",
         *           "floor": 2
         *         }
         *       },
         *       "payload_schema": {
         *         "type": "object",
         *         "required": [
         *           "entry"
         *         ]
         *       },
         *       "ordered": true,
         *       "required_scope": null,
         *       "private": false,
         *       "created_at": "2026-03-02T08:30:00.000Z",
         *       "updated_at": "2026-03-02T08:30:00.000Z"
         *     }
         */
        EventType: {
            name: string;
            description: string;
            /** @description Null when there is none */
            example_payload: unknown;
            /** @description Null when every payload is accepted */
            payload_schema: unknown;
            ordered: boolean;
            required_scope: string | null;
            private: boolean;
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            updated_at: string;
        };
        /**
         * @example {
         *       "description": "A visitor signed in at the front desk",
         *       "example_payload": {
         *         "entry": {
         *           "id": 19,
         *           "visitor": "Grace",
         *           "floor": 2
         *         }
         *       },
         *       "payload_schema": {
         *         "type": "object",
         *         "required": [
         *           "entry"
         *         ]
         *       },
         *       "ordered": true,
         *       "required_scope": null,
         *       "private": false
         *     }
         */
        EventTypeInput: {
            /** Format: text */
            description: string;
            /** @description A payload as plugin developers may expect it */
            example_payload?: unknown;
            /** @description JSON Schema (draft-07 or 2020-12) that payloads must satisfy, numbers as the doubles next to them. Checking must take a time linear in the payload, so there are no regular expressions, no recursion, no `format` but those that a refusal lists, and no references but to `$defs` and `definitions` */
            payload_schema?: Record<string, never> | null;
            /**
             * @description Whether jobs of one install that share an identifier wait for each other
             * @default true
             */
            ordered: boolean;
            /** @description Only installs that were granted this scope hear the event */
            required_scope?: string | null;
            /**
             * @description Whether members who are no admins, and developers, are told no more of payloads than the names of their members
             * @default false
             */
            private: boolean;
        };
        EventTypePage: {
            data: components["schemas"]["EventType"][];
            /**
             * @description Null on the last page
             * @example null
             */
            next_cursor: string | null;
        };
        Field: components["schemas"]["TextField"] | components["schemas"]["PasswordField"] | components["schemas"]["CheckboxField"] | components["schemas"]["SelectField"] | components["schemas"]["LinkField"] | components["schemas"]["InfoField"] | components["schemas"]["ResourceSelectField"] | components["schemas"]["MappingField"];
        FieldChange: {
            /** @enum {string} */
            kind: "field_added" | "field_removed" | "field_moved" | "field_required" | "field_optional" | "field_password" | "field_type_changed" | "field_changed";
            /** @description Its place now, from 0; of one that was removed, the place it had */
            step: number;
            /** @description Of the step */
            title: string;
            /** @description Its key */
            field: string;
            label: string;
            /** @description Of the field, of `field_changed` */
            member?: string;
            /** @description What it said before, as it was written; left out where it said nothing */
            from?: unknown;
            /** @description What it says now; left out where it says nothing any more */
            to?: unknown;
        };
        FieldOption: {
            /** Format: line */
            label: string;
            value: string | number | boolean;
        };
        FormStep: {
            /** @constant */
            type: "form";
            /** Format: line */
            title: string;
            /** @description Judges what was submitted, and answers what to save; without it, values are saved by key */
            validation_url?: string | null;
            fields: components["schemas"]["Field"][];
            /** @description Items of the config, of those that your `validation_url` answers, that only you read back, like passwords. */
            secrets?: string[];
        };
        /** @description The item, or `null` when there is none */
        GetCommand: {
            /** @constant */
            action: "get";
            /** @description 1 to 512 bytes of UTF-8 (unless the server is set otherwise), without NUL */
            key: string;
            /** @description Adds `version` and `expires_at` to the result */
            meta?: boolean;
        };
        /**
         * @example {
         *       "status": "ok"
         *     }
         */
        Health: {
            status: string;
        };
        /**
         * @description How the plugin of an install answers for an event that the install hears
         * @example {
         *       "event_name": "entry_sign_in",
         *       "state": "failing",
         *       "since": "2026-03-02T09:15:00.840Z"
         *     }
         */
        HeardEndpoint: {
            event_name: string;
            /**
             * @description `disabled`: it is not called any more, and jobs for it are set aside
             * @enum {string}
             */
            state: "answers" | "failing" | "disabled";
            since: string | null;
        };
        HeardEvent: {
            name: string;
            /** @description The host's words for it; null for those of its own life */
            description: string | null;
        };
        /**
         * @example {
         *       "id": 2,
         *       "name": "Backend",
         *       "hint": "pbk_…m3Xa",
         *       "created_at": "2026-03-02T08:30:00.000Z"
         *     }
         */
        HostKey: {
            id: number;
            name: string;
            /** @description How the key begins and ends */
            hint: string;
            /** Format: date-time */
            created_at: string;
        };
        /**
         * @example {
         *       "id": 2,
         *       "name": "Backend",
         *       "hint": "pbk_…m3Xa",
         *       "created_at": "2026-03-02T08:30:00.000Z",
         *       "key": "pbk_examplem3Xa"
         *     }
         */
        HostKeyCreated: {
            id: number;
            name: string;
            /** @description How the key begins and ends */
            hint: string;
            /** Format: date-time */
            created_at: string;
            /** @description Shown this once */
            key: string;
        };
        HostKeyPage: {
            data: components["schemas"]["HostKey"][];
            /**
             * @description Null on the last page
             * @example null
             */
            next_cursor: string | null;
        };
        /**
         * @example {
         *       "file": "icon.png"
         *     }
         */
        ImageUpload: {
            /** Format: binary */
            file: string;
        };
        /**
         * @description What to write into the fields of a plugin
         * @example {
         *       "pretty_url": "//plugboard.example.com/images/icon.png",
         *       "public_url": "https://plugboard.example.com/images/icon.png"
         *     }
         */
        ImageUrls: {
            /** @description Without its scheme: `//host/images/…` */
            pretty_url: string;
            public_url: string;
        };
        /** @description Adds to the number under the key; a missing item counts as 0. A sum beyond ±(2^53 − 1) is refused */
        IncrementCommand: {
            /** @constant */
            action: "increment";
            /** @description 1 to 512 bytes of UTF-8 (unless the server is set otherwise), without NUL */
            key: string;
            /**
             * @description What to add; may be negative
             * @default 1
             */
            by: number;
            /** @description Adds `version` and `expires_at` to the result */
            meta?: boolean;
        };
        InfoField: {
            /** @description The item of the config that the value is saved to */
            key: string;
            /** @constant */
            type: "info";
            /** Format: line */
            label: string;
            description?: string | null;
            /** @description Whether the step can be submitted without it */
            required?: boolean;
            /** @description What is shown; or give `remote_value_url` */
            text?: string | null;
            /** @description Gives the text */
            remote_value_url?: string | null;
        };
        /**
         * @description A plugin in a space
         * @example {
         *       "id": 41,
         *       "space_id": 7,
         *       "plugin_id": 12,
         *       "plugin_slug": "greeter",
         *       "plugin_name": "Greeter",
         *       "plugin_icon": "//plugboard.example.com/images/icon.png",
         *       "plugin_deleted": false,
         *       "release": 1,
         *       "generation": 1,
         *       "status": "active",
         *       "setup_open": false,
         *       "development": false,
         *       "scopes": [
         *         "entries.write"
         *       ],
         *       "permissions_pending": false,
         *       "attention": [],
         *       "config_revision": 1,
         *       "installed_by": 3,
         *       "created_at": "2026-03-02T08:30:00.000Z",
         *       "updated_at": "2026-03-02T08:30:00.000Z",
         *       "uninstalled_at": null,
         *       "erase_after": null,
         *       "erased_at": null
         *     }
         */
        Install: {
            id: number;
            space_id: number;
            plugin_id: number;
            plugin_slug: string;
            plugin_name: string;
            plugin_icon: string | null;
            /** @description Its plugin is being deleted: it is uninstalled, and cannot be restored */
            plugin_deleted: boolean;
            /** @description The number of that which it runs; null for none */
            release: number | null;
            /** @description Raised by each reinstall */
            generation: number;
            /** @enum {string} */
            status: "setup" | "active" | "suspended" | "uninstalled";
            /** @description Whether a step of the set-up is open that is required. One that a release brought leaves an active install active */
            setup_open: boolean;
            /** @description Its developer tries the plugin out there: it runs the draft, or else what is in review or published, and hears sample events alone */
            development: boolean;
            scopes: string[];
            /** @description A newer release asks for more scopes, or hears more events, and goes without until an admin has granted them */
            permissions_pending: boolean;
            /** @description What somebody should look after, the most urgent first */
            attention: ("plugin_suspended" | "endpoint_disabled" | "failing" | "setup" | "permissions")[];
            config_revision: number;
            installed_by: number | null;
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            updated_at: string;
            uninstalled_at: string | null;
            erase_after: string | null;
            erased_at: string | null;
        };
        /**
         * @example {
         *       "config": {
         *         "greeting": "Good to see you"
         *       },
         *       "secrets": [
         *         "api_key"
         *       ],
         *       "revision": 1
         *     }
         */
        InstallConfig: {
            /** @description The config without passwords */
            config: {
                [key: string]: unknown;
            };
            /** @description The keys of the passwords that are set. They are sealed, and given to the plugin alone: `config` is without them */
            secrets: string[];
            /** @description Also the ETag */
            revision: number;
        };
        InstallExport: {
            install: components["schemas"]["Install"];
            /**
             * @description The config without passwords
             * @example {
             *       "greeting": "Good to see you"
             *     }
             */
            config: {
                [key: string]: unknown;
            };
            /**
             * @description The keys of the passwords that are set. They are sealed, and given to the plugin alone: `config` is without them
             * @example [
             *       "api_key"
             *     ]
             */
            secrets: string[];
            revisions: components["schemas"]["Revision"][];
            storage: components["schemas"]["StoredItem"][];
        };
        /**
         * @example {
         *       "scopes": [
         *         "entries.write"
         *       ],
         *       "events": [
         *         "entry_sign_in"
         *       ]
         *     }
         */
        InstallGrant: {
            /** @description Of those that the release asks for, required or optional */
            scopes: string[];
            /** @description Of the events of the host that the release hears; those of its own life need no grant */
            events: string[];
        };
        /**
         * @example {
         *       "endpoints": [
         *         {
         *           "event_name": "entry_sign_in",
         *           "state": "failing",
         *           "since": "2026-03-02T09:15:00.840Z"
         *         }
         *       ],
         *       "waiting": 14,
         *       "failed_job": "019cade2-8a61-7d15-8e02-1f3a5b7c9d02"
         *     }
         */
        InstallHealth: {
            endpoints: components["schemas"]["HeardEndpoint"][];
            /** @description Jobs that wait for it or for an answer; 1,000 stands for more, too */
            waiting: number;
            /** @description The newest job of which an attempt failed, of those that wait or have failed */
            failed_job: string | null;
        };
        InstallPage: {
            data: components["schemas"]["Install"][];
            /**
             * @description Null on the last page
             * @example null
             */
            next_cursor: string | null;
        };
        /**
         * @example {
         *       "active": true,
         *       "scope": "plugin",
         *       "client_id": "pbc_gR7cV2mXq9",
         *       "token_type": "Bearer",
         *       "exp": 1772443800,
         *       "iat": 1772440200
         *     }
         */
        Introspection: {
            /** @description When false there is nothing else */
            active: boolean;
            scope?: string;
            client_id?: string;
            /** @enum {string} */
            token_type?: "Bearer" | "refresh_token";
            /** @description Seconds since 1970 */
            exp?: number;
            /** @description Seconds since 1970 */
            iat?: number;
            /** @description Id of the user that it acts for */
            sub?: string;
            /** @description Email address of that user */
            username?: string;
            space_id?: number;
            install_id?: number;
        };
        /**
         * @example {
         *       "token": "pba_example_of_an_access_token",
         *       "scope": "entries.write"
         *     }
         */
        IntrospectionQuestion: {
            token: string;
            /** @description Not needed */
            token_type_hint?: string;
            /** @description Unless sent by HTTP Basic */
            client_id?: string;
            /** @description Unless sent by HTTP Basic, or by a public client, which has none */
            client_secret?: string;
            /** @description From the host: what the call that brought the token needs, separated by spaces. Those that the token has count as used by its install; the answer is the same with it or without */
            scope?: string;
        };
        /**
         * @description What a plugin was asked to do, and all that happened to it
         * @example {
         *       "id": "019cade2-8a61-7d15-8e02-1f3a5b7c9d02",
         *       "space_id": 7,
         *       "install_id": 41,
         *       "plugin_id": 12,
         *       "plugin_slug": "greeter",
         *       "plugin_name": "Greeter",
         *       "plugin_icon": "//plugboard.example.com/images/icon.png",
         *       "event_id": "019cade2-8a60-7b3f-9c41-5d2e7f8a9b01",
         *       "name": "entry_sign_in",
         *       "identifier": "vr:entry:19",
         *       "status": "done",
         *       "status_message": "Greeted",
         *       "failure_reason": null,
         *       "settled_by": "plugin",
         *       "settled_reason": null,
         *       "settled_at": "2026-03-02T09:15:00.840Z",
         *       "parked_reason": null,
         *       "created_at": "2026-03-02T09:15:00.000Z",
         *       "delivery": null,
         *       "space_name": "Acme",
         *       "attempts": [
         *         {
         *           "number": 1,
         *           "stage": "answered",
         *           "status_code": 200,
         *           "error": null,
         *           "url": "https://greeter.example.com/entry-sign-in",
         *           "reply_headers": {
         *             "content-type": "application/json"
         *           },
         *           "reply_body": "{\"data\":{\"status\":\"done\",\"status_message\":\"Greeted\"}}",
         *           "debug_info": null,
         *           "started_at": "2026-03-02T09:15:00.410Z",
         *           "duration_ms": 430
         *         }
         *       ],
         *       "attempts_total": 1,
         *       "max_attempts": null,
         *       "attachments": [
         *         {
         *           "type": "text",
         *           "label": "Greeting",
         *           "value": "Good to see you"
         *         }
         *       ]
         *     }
         */
        Job: {
            id: string;
            space_id: number;
            install_id: number;
            plugin_id: number;
            plugin_slug: string;
            plugin_name: string;
            plugin_icon: string | null;
            event_id: string;
            name: string;
            identifier: string | null;
            /** @enum {string} */
            status: "queued" | "ongoing" | "done" | "ignored" | "failed" | "parked" | "cancelled";
            /** @description What the plugin said */
            status_message: string | null;
            failure_reason: string | null;
            /** @description plugin, platform */
            settled_by: string | null;
            /**
             * @description Why the platform settled it; null where the plugin did, or somebody withdrew it:
             *
             *     - `attempts_exhausted`: no attempt succeeded
             *     - `timed_out`: the plugin accepted it, and did not settle it in time
             *     - `not_subscribed`: the plugin does not hear its event any more
             *     - `not_granted`: the install is not granted its event any more
             *     - `missing_scope`: the install does not have the scope that its event requires
             *     - `reinstalled`, `uninstalled`: since it was made, its install was
             */
            settled_reason: ("attempts_exhausted" | "timed_out" | "not_subscribed" | "not_granted" | "missing_scope" | "reinstalled" | "uninstalled") | null;
            settled_at: string | null;
            /** @description endpoint_disabled, suspended, plugin_suspended, attempts_exhausted */
            parked_reason: string | null;
            /** Format: date-time */
            created_at: string;
            delivery: components["schemas"]["Delivery"] | null;
            /** @description Which requests say, too */
            space_name: string;
            /** @description The newest 100, in their order; each of the others is there by its number */
            attempts: components["schemas"]["Attempt"][];
            /** @description How many there were */
            attempts_total: number;
            /** @description How many there will be if none succeeds: those made before, and what the retry schedule in force still gives, which a retry begins anew. Null for a job that is not tried again by itself */
            max_attempts: number | null;
            attachments: components["schemas"]["Attachment"][];
        };
        JobAnswer: {
            data: components["schemas"]["UpdatedJob"];
        };
        /**
         * @description Jobs of events of that time by what has become of them until now; the words are those of `outcome` in `GET activity`
         * @example {
         *       "done": 8,
         *       "ongoing": 0,
         *       "waiting": 0,
         *       "retrying": 0,
         *       "failed": 1,
         *       "ignored": 0,
         *       "parked": 0,
         *       "cancelled": 0
         *     }
         */
        JobCounts: {
            done: number;
            ongoing: number;
            waiting: number;
            retrying: number;
            failed: number;
            ignored: number;
            parked: number;
            cancelled: number;
        };
        /**
         * @example {
         *       "id": "019cade2-8a61-7d15-8e02-1f3a5b7c9d02",
         *       "install_id": 41,
         *       "plugin_id": 12
         *     }
         */
        JobReference: {
            id: string;
            install_id: number;
            plugin_id: number;
        };
        /**
         * @description A job in lists
         * @example {
         *       "id": "019cade2-8a61-7d15-8e02-1f3a5b7c9d02",
         *       "space_id": 7,
         *       "install_id": 41,
         *       "plugin_id": 12,
         *       "plugin_slug": "greeter",
         *       "plugin_name": "Greeter",
         *       "plugin_icon": "//plugboard.example.com/images/icon.png",
         *       "event_id": "019cade2-8a60-7b3f-9c41-5d2e7f8a9b01",
         *       "name": "entry_sign_in",
         *       "identifier": "vr:entry:19",
         *       "status": "done",
         *       "status_message": "Greeted",
         *       "failure_reason": null,
         *       "settled_by": "plugin",
         *       "settled_reason": null,
         *       "settled_at": "2026-03-02T09:15:00.840Z",
         *       "parked_reason": null,
         *       "created_at": "2026-03-02T09:15:00.000Z",
         *       "delivery": null
         *     }
         */
        JobSummary: {
            id: string;
            space_id: number;
            install_id: number;
            plugin_id: number;
            plugin_slug: string;
            plugin_name: string;
            plugin_icon: string | null;
            event_id: string;
            name: string;
            identifier: string | null;
            /** @enum {string} */
            status: "queued" | "ongoing" | "done" | "ignored" | "failed" | "parked" | "cancelled";
            /** @description What the plugin said */
            status_message: string | null;
            failure_reason: string | null;
            /** @description plugin, platform */
            settled_by: string | null;
            /**
             * @description Why the platform settled it; null where the plugin did, or somebody withdrew it:
             *
             *     - `attempts_exhausted`: no attempt succeeded
             *     - `timed_out`: the plugin accepted it, and did not settle it in time
             *     - `not_subscribed`: the plugin does not hear its event any more
             *     - `not_granted`: the install is not granted its event any more
             *     - `missing_scope`: the install does not have the scope that its event requires
             *     - `reinstalled`, `uninstalled`: since it was made, its install was
             */
            settled_reason: ("attempts_exhausted" | "timed_out" | "not_subscribed" | "not_granted" | "missing_scope" | "reinstalled" | "uninstalled") | null;
            settled_at: string | null;
            /** @description endpoint_disabled, suspended, plugin_suspended, attempts_exhausted */
            parked_reason: string | null;
            /** Format: date-time */
            created_at: string;
            delivery: components["schemas"]["Delivery"] | null;
        };
        JobSummaryPage: {
            data: components["schemas"]["JobSummary"][];
            /**
             * @description Null on the last page
             * @example null
             */
            next_cursor: string | null;
        };
        /**
         * @example {
         *       "status": "done",
         *       "status_message": "Greeted",
         *       "attachments": [
         *         {
         *           "type": "text",
         *           "label": "Greeting",
         *           "value": "Good to see you"
         *         }
         *       ]
         *     }
         */
        JobUpdate: {
            status?: ("done" | "ignored" | "failed") | null;
            status_message?: string | null;
            failure_reason?: string | null;
            attachments?: components["schemas"]["Attachment"][] | null;
        };
        /**
         * @example {
         *       "errors": [
         *         {
         *           "status": "404",
         *           "code": "install_not_found",
         *           "title": "Install not found",
         *           "detail": "There is no such live install of this plugin"
         *         }
         *       ]
         *     }
         */
        JsonApiErrors: {
            errors: {
                status: string;
                /**
                 * @description Stable
                 * @enum {string}
                 */
                code: "body_not_json" | "bad_request" | "token_repeated" | "unauthorized" | "invalid_token" | "insufficient_scope" | "forbidden" | "not_found" | "job_not_found" | "attempt_not_found" | "install_not_found" | "space_not_found" | "user_not_found" | "plugin_not_found" | "release_not_found" | "secret_not_found" | "endpoint_not_found" | "event_not_found" | "event_type_not_found" | "scope_not_found" | "revision_not_found" | "backfill_not_found" | "roll_out_not_found" | "replay_not_found" | "rehearsal_not_found" | "grant_not_found" | "host_key_not_found" | "personal_token_not_found" | "developer_not_found" | "developer_invitation_not_found" | "member_not_found" | "collaborator_not_found" | "resource_type_not_found" | "step_not_found" | "notification_not_found" | "action_not_found" | "request_timeout" | "method_not_allowed" | "job_settled" | "condition_failed" | "already_exists" | "in_use" | "wrong_state" | "idempotency_key_reused" | "plugin_suspended" | "revision_mismatch" | "body_too_large" | "value_too_large" | "unsupported_media_type" | "invalid" | "quota_exceeded" | "plugin_refused" | "headers_too_large" | "too_many_requests" | "internal" | "plugin_failed" | "host_unavailable" | "console_not_built" | "unavailable";
                title: string;
                detail: string;
                source?: {
                    pointer: string;
                };
            }[];
        };
        /**
         * @example {
         *       "title": "Plugboard plugin manifest"
         *     }
         */
        JsonSchema: {
            [key: string]: unknown;
        };
        /**
         * @example {
         *       "stage": "answered",
         *       "status_code": 200,
         *       "error": null,
         *       "started_at": "2026-03-02T09:15:00.410Z",
         *       "duration_ms": 430
         *     }
         */
        LastAttempt: {
            /** @description Where it ended, as of an `Attempt` */
            stage: string;
            status_code: number | null;
            error: string | null;
            /** Format: date-time */
            started_at: string;
            duration_ms: number;
        };
        /**
         * @description How long half of the requests took at most, 95 % and 99 % of them: milliseconds, to a fifth of it. Null where there were none
         * @example {
         *       "p50": 84,
         *       "p95": 310,
         *       "p99": 640
         *     }
         */
        Latency: {
            p50: number | null;
            p95: number | null;
            p99: number | null;
        };
        LinkField: {
            /** @description The item of the config that the value is saved to */
            key: string;
            /** @constant */
            type: "link";
            /** Format: line */
            label: string;
            description?: string | null;
            /** @description Whether the step can be submitted without it */
            required?: boolean;
            /** @description Where it leads; or give `remote_value_url` */
            url?: string | null;
            /** @description Gives the address */
            remote_value_url?: string | null;
            /**
             * @description Default `tab`
             * @enum {string}
             */
            target?: "tab" | "popup";
        };
        /** @description Items ordered by key, in code-point order */
        ListCommand: {
            /** @constant */
            action: "list";
            /**
             * @description May be text, too
             * @default 1
             */
            page: number;
            /** @description Only keys that begin with this */
            prefix?: string;
            /** @description Only keys behind this one: cheaper than a high page */
            after?: string;
            /**
             * @description Items a page
             * @default 100
             */
            limit: number;
            /** @description Adds `version` and `expires_at` to the result */
            meta?: boolean;
        };
        /**
         * @example {
         *       "id": 12,
         *       "slug": "greeter",
         *       "name": "Greeter",
         *       "client_id": "pbc_gR7cV2mXq9",
         *       "origin": "host",
         *       "status": "approved",
         *       "client_type": "confidential",
         *       "compatibility": null,
         *       "current_release": 1,
         *       "suspended_at": null,
         *       "suspended_reason": null,
         *       "deleted_at": null,
         *       "intro": "Greets visitors",
         *       "author": "Acme",
         *       "icon": "//plugboard.example.com/images/icon.png",
         *       "created_at": "2026-03-02T08:30:00.000Z",
         *       "updated_at": "2026-03-02T08:30:00.000Z",
         *       "role": null,
         *       "unread_notices": 0
         *     }
         */
        ListedPlugin: {
            id: number;
            slug: string;
            name: string;
            /**
             * @description Whose it is, for ever: of the host (`org`: shown to every space), or of somebody who develops for it
             * @enum {string}
             */
            origin: "host" | "org" | "partner";
            /** @enum {string} */
            status: "created" | "in_review" | "approved" | "rejected" | "approved_unlisted";
            client_id: string;
            /**
             * @description `public` for a plugin that cannot keep a secret (RFC 6749 §2.1): it uses PKCE, and its refresh tokens rotate
             * @enum {string}
             */
            client_type: "confidential" | "public";
            /** @description `storyblok` for a plugin with Storyblok's own client: redirects carry no `iss`, and scopes are those of the manifest whatever is asked for */
            compatibility: "storyblok" | null;
            /** @description The published one; null while there is none */
            current_release: number | null;
            /** @description Since when it does nothing and is shown nowhere; null while it runs */
            suspended_at: string | null;
            suspended_reason: string | null;
            /** @description Since when it is being deleted: it is uninstalled everywhere, and gone once nothing is kept of its installs */
            deleted_at: string | null;
            intro: string | null;
            author: string | null;
            icon: string | null;
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            updated_at: string;
            /** @description What you are to it; null for who is no collaborator of it, such as the host */
            role: ("owner" | "developer" | "viewer") | null;
            /** @description How many notices you have not read, 100 at most; 0 for who is no collaborator */
            unread_notices: number;
            /** @description That have not ended, without those of developers; with `with_installs` */
            installs?: number;
        };
        ListedPluginPage: {
            data: components["schemas"]["ListedPlugin"][];
            /**
             * @description Null on the last page
             * @example null
             */
            next_cursor: string | null;
        };
        LocationAttributes: {
            name: string;
            address: string;
            timezone: string;
            disabled: boolean;
            "created-at": string;
            "updated-at": string;
        } & {
            [key: string]: unknown;
        };
        LocationDocument: {
            data: components["schemas"]["LocationModel"];
            /** @description What `include` names, once each */
            included?: unknown[];
        };
        /**
         * @description A space as a location: its attributes with dashes in their names, and null for those that Envoy knows and the host does not tell
         * @example {
         *       "type": "locations",
         *       "id": "7",
         *       "attributes": {
         *         "name": "Acme",
         *         "address": "1 Main St",
         *         "timezone": "Europe/Vienna",
         *         "disabled": false,
         *         "created-at": "2026-03-02T08:30:00.000Z",
         *         "updated-at": "2026-03-02T08:30:00.000Z"
         *       },
         *       "relationships": {
         *         "company": {
         *           "data": {
         *             "type": "companies",
         *             "id": "7"
         *           }
         *         },
         *         "employees": {
         *           "data": [],
         *           "links": {
         *             "related": "/api/v3/employees"
         *           }
         *         },
         *         "flows": {
         *           "data": []
         *         },
         *         "employee-screening-flow": {
         *           "data": null
         *         }
         *       }
         *     }
         */
        LocationModel: {
            /** @constant */
            type: "locations";
            id: string;
            attributes: components["schemas"]["LocationAttributes"];
            relationships: components["schemas"]["LocationRelationships"];
        };
        LocationRelationships: {
            company: components["schemas"]["ToOne"];
            employees: components["schemas"]["ToMany"];
            flows: components["schemas"]["ToMany"];
            "employee-screening-flow": components["schemas"]["ToNone"];
        };
        LocationsDocument: {
            data: components["schemas"]["LocationModel"][];
            /** @description What `include` names, once each */
            included?: unknown[];
        };
        /**
         * @example {
         *       "name": "Greeter",
         *       "slug": "greeter",
         *       "intro": "Greets visitors",
         *       "author": "Acme",
         *       "icon": "//plugboard.example.com/images/icon.png",
         *       "scopes": [
         *         "entries.write"
         *       ],
         *       "events": [
         *         {
         *           "name": "entry_sign_in",
         *           "url": "https://greeter.example.com/entry-sign-in",
         *           "filter": null
         *         }
         *       ],
         *       "setup_steps": [
         *         {
         *           "type": "form",
         *           "title": "How to greet",
         *           "fields": [
         *             {
         *               "key": "greeting",
         *               "type": "text",
         *               "label": "Greeting",
         *               "required": true
         *             }
         *           ]
         *         }
         *       ]
         *     }
         */
        Manifest: {
            /** @description For editors; not kept */
            $schema?: string;
            /** Format: line */
            name: string;
            /** @description Unique; lower-case letters, digits and "-", with at least one letter */
            slug: string;
            /** @description One sentence for the catalog */
            intro?: string | null;
            description?: string | null;
            author?: string | null;
            /** @description For people who want to know more */
            website?: string | null;
            /** @description An image */
            icon?: string | null;
            /** @description An image */
            screenshot?: string | null;
            /** @description A video */
            preview_video?: string | null;
            /** @description The least plan a space needs */
            plan_level?: number | null;
            categories?: string[];
            placements?: components["schemas"]["Placements"];
            /** @description The page of the plugin outside the host */
            app_url?: string | null;
            /** @description The page that is embedded in the host */
            embedded_app_url?: string | null;
            /** @description The same while developing */
            dev_embedded_app_url?: string | null;
            /** @description Where the browser returns after consent */
            oauth_redirect_uri?: string | null;
            /** @description The same while developing */
            dev_oauth_redirect_uri?: string | null;
            /** @description Whether the embedded page authenticates by App Bridge */
            use_app_bridge?: boolean;
            /** @description Whether the config can be written as space level settings */
            enable_space_settings?: boolean;
            /** @description What the plugin asks an install for; each must be known */
            scopes?: string[];
            /** @description What it can do without, and an admin may decline; each must be known, and not among `scopes` */
            optional_scopes?: string[];
            field_type_ids?: number[];
            /** @description At most one for each event */
            events?: components["schemas"]["Subscription"][];
            setup_steps?: components["schemas"]["SetupStep"][];
            /** @description Carries the config of an install over to a new release */
            migration_url?: string | null;
        };
        ManifestPut: {
            plugin: components["schemas"]["Plugin"];
            release: components["schemas"]["ReleaseSummary"];
            /**
             * @description All that differs, each a fact by itself; of client secrets only that they differ. Filters come as they were written
             * @example [
             *       {
             *         "kind": "event_moved",
             *         "event": "entry_sign_in",
             *         "from": "https://greeter.example.com/entry-sign-in",
             *         "to": "https://greeter.example.com/entry-sign-in/2"
             *       }
             *     ]
             */
            changes: components["schemas"]["ReleaseChange"][];
            touches: components["schemas"]["Touches"];
        };
        MappingField: {
            /** @description The item of the config that the value is saved to */
            key: string;
            /** @constant */
            type: "mapping";
            /** Format: line */
            label: string;
            description?: string | null;
            /** @description Whether the step can be submitted without it */
            required?: boolean;
            /** @description What is mapped; or give `left_options_url` */
            left_options?: components["schemas"]["FieldOption"][];
            /** @description Gives what is mapped */
            left_options_url?: string | null;
            right_field: components["schemas"]["MappingRightField"];
        };
        MappingRightField: components["schemas"]["MappingText"] | components["schemas"]["MappingSelect"];
        MappingSelect: {
            /** @constant */
            type: "select";
            /** @description The choices; or give `options_url` */
            options?: components["schemas"]["FieldOption"][];
            /** @description Gives the choices */
            options_url?: string | null;
            /** @description Whether several can be chosen */
            multiple?: boolean;
            /** @description Whether `options_url` takes what was typed as `params.search` */
            searchable?: boolean;
            /** @description How `options_url` is asked for more */
            pagination?: ("page" | "cursor") | null;
            /** @description Gives the labels of values chosen earlier */
            selected_values_url?: string | null;
        };
        MappingText: {
            /** @constant */
            type: "text";
        };
        /**
         * @description Whoever is signed in
         * @example {
         *       "id": 3,
         *       "email": "ada@example.com",
         *       "friendly_name": "Ada",
         *       "lang": "en",
         *       "theme": "dark",
         *       "mail_notifications": true,
         *       "sends_mail": true,
         *       "is_operator": false,
         *       "is_developer": false,
         *       "may_register_plugins": false,
         *       "has_password": true,
         *       "portal": null
         *     }
         */
        Me: {
            id: number;
            email: string;
            friendly_name: string;
            /** @description Language of the pages they see, and what plugins are told (BCP 47), such as `en` or `de-CH`; null for what their browser asks for */
            lang: string | null;
            /**
             * @description Colours of the pages they see; `system` for what their device asks for
             * @enum {string}
             */
            theme: "light" | "dark" | "system";
            /** @description Whether they get mail about what their plugins say, ask for and fail at; a link to set a password is sent all the same */
            mail_notifications: boolean;
            /** @description Whether mail is set up here; without it nobody gets any, whatever they chose */
            sends_mail: boolean;
            is_operator: boolean;
            /** @description Whether they were invited as a developer, or there is a plugin that they develop */
            is_developer: boolean;
            /** @description Whether they may: by invitation, as an operator, or since everybody may here */
            may_register_plugins: boolean;
            /** @description Whether they can sign in with a password */
            has_password: boolean;
            portal: components["schemas"]["PortalOfOneSpace"] | null;
        };
        /**
         * @example {
         *       "theme": "dark"
         *     }
         */
        MePatch: {
            /**
             * Format: line
             * @description How people call them
             */
            friendly_name?: string;
            /** @description Language of the pages they see, and what plugins are told (BCP 47), such as `en` or `de-CH`; null for what their browser asks for */
            lang?: string | null;
            /**
             * @description Colours of the pages they see; `system` for what their device asks for
             * @enum {string}
             */
            theme?: "light" | "dark" | "system";
            /** @description Whether they get mail about what their plugins say, ask for and fail at; a link to set a password is sent all the same */
            mail_notifications?: boolean;
        };
        /**
         * @description A user in a space
         * @example {
         *       "user_id": 3,
         *       "email": "ada@example.com",
         *       "friendly_name": "Ada",
         *       "role": "admin",
         *       "development": false,
         *       "created_at": "2026-03-02T08:30:00.000Z"
         *     }
         */
        Member: {
            user_id: number;
            email: string;
            friendly_name: string;
            role: string;
            development: boolean;
            /** Format: date-time */
            created_at: string;
        };
        MemberChange: {
            /** @enum {string} */
            kind: "detail_changed" | "placement_changed" | "page_changed" | "redirect_uri_changed" | "plan_level_changed" | "client_changed" | "migration_url_changed";
            /** @description A member of the manifest; of `placements` it is `sidebar` or `toolbar` */
            member: string;
            /** @description What it said before, as it was written; left out where it said nothing */
            from?: unknown;
            /** @description What it says now; left out where it says nothing any more */
            to?: unknown;
        };
        MemberPage: {
            data: components["schemas"]["Member"][];
            /**
             * @description Null on the last page
             * @example null
             */
            next_cursor: string | null;
        };
        /**
         * @example {
         *       "role": "admin"
         *     }
         */
        MemberRole: {
            /**
             * Format: line
             * @description `admin`, `editor`, or your own
             */
            role: string;
            /** @description Show this member plugin pages from where they are being developed */
            development?: boolean;
        };
        /**
         * @example {
         *       "app": {
         *         "name": "Greeter",
         *         "slug": "greeter",
         *         "intro": "Greets visitors"
         *       }
         *     }
         */
        NewApp: {
            app: components["schemas"]["NewAppFields"];
        };
        NewAppFields: {
            /** Format: line */
            name: string;
            /** @description By default made of the name; of `<owner>@<slug>` what follows the "@" */
            slug?: string;
            icon?: string | null;
            plan_level?: number | null;
            preview_video?: string | null;
            app_url?: string | null;
            description?: string | null;
            intro?: string | null;
            screenshot?: string | null;
            website?: string | null;
            author?: string | null;
            field_type_ids?: number[];
            embedded_app_url?: string | null;
            dev_embedded_app_url?: string | null;
            oauth_redirect_uri?: string | null;
            dev_oauth_redirect_uri?: string | null;
            in_sidebar?: boolean | null;
            in_toolbar?: boolean | null;
            sidebar_icon?: string | null;
            enable_space_settings?: boolean | null;
            use_app_bridge?: boolean | null;
            manifest?: components["schemas"]["AppManifest"];
        };
        /**
         * @example {
         *       "app_provision": {
         *         "app_id": 12
         *       }
         *     }
         */
        NewAppProvision: {
            app_provision?: components["schemas"]["AppReference"];
            /** @description Id, slug, or `<owner>@<slug>` */
            app_id?: number | string;
        };
        NewAppSetting: {
            app_setting: components["schemas"]["AppSettingInput"];
        };
        /**
         * @example {
         *       "app_id": 12
         *     }
         */
        NewAppSubmission: {
            app_id: number;
        };
        /**
         * @example {
         *       "app_id": "greeter",
         *       "user_id": 3,
         *       "host_origin": "https://app.example.com"
         *     }
         */
        NewAppValidation: {
            /** @description Id, slug, or `<owner>@<slug>` */
            app_id: number | string;
            /** @description For the host: who looks at the page */
            user_id?: number;
            /** @description Origin of the page that embeds the plugin, for the ticket; by default the first of `PLUGBOARD_HOST_ORIGINS` for the host, and this server for people */
            host_origin?: string;
        };
        /**
         * @description Events of the past that an install is to be told of
         * @example {
         *       "days": 7,
         *       "events": [
         *         "entry_sign_in"
         *       ]
         *     }
         */
        NewBackfill: {
            /** @description How many days back from now */
            days: number;
            /** @description Only these; by default all that the install hears */
            events?: string[];
        };
        /**
         * @example {
         *       "email": "ada@example.com",
         *       "role": "developer"
         *     }
         */
        NewCollaborator: {
            /**
             * Format: email
             * @description Of their account, in whatever case
             */
            email: string;
            /**
             * @description An `owner` also manages collaborators and removes the plugin, a `developer` changes it, a `viewer` looks and is shown no secrets
             * @enum {string}
             */
            role: "owner" | "developer" | "viewer";
        };
        /**
         * @example {
         *       "email": "dev@rooms.example.com"
         *     }
         */
        NewDeveloperInvitation: {
            /** Format: email */
            email: string;
        };
        /**
         * @example {
         *       "name": "Backend"
         *     }
         */
        NewHostKey: {
            /**
             * Format: line
             * @description What the key is for, to tell it from others
             */
            name: string;
        };
        /**
         * @example {
         *       "plugin_id": "greeter",
         *       "config": {
         *         "greeting": "Good to see you"
         *       },
         *       "user_id": 3,
         *       "backfill": {
         *         "days": 7
         *       }
         *     }
         */
        NewInstall: {
            /** @description Id or slug */
            plugin_id: number | string;
            /** @description The config to begin with */
            config?: {
                [key: string]: unknown;
            };
            /** @description What the plugin may do for the user; by default all `scopes` of its manifest, and none of its `optional_scopes` */
            scopes?: string[];
            /** @description Who installs: the user that the plugin acts for */
            user_id?: number;
            backfill?: components["schemas"]["NewBackfill"];
        };
        /**
         * @description Of message, details and attachments, one must be there
         * @example {
         *       "recipient": null,
         *       "message": "The badge printer is out of paper",
         *       "actions": [
         *         {
         *           "label": "See the printer",
         *           "callback_url": "https://greeter.example.com/printer"
         *         }
         *       ]
         *     }
         */
        NewNotification: {
            /** @description Whom it is for, a text or an object, as the plugin gave it; null for all admins */
            recipient?: string | Record<string, never> | null;
            message?: string | null;
            /** @description An array of any JSON */
            details?: unknown;
            actions?: components["schemas"]["NewNotificationAction"][] | null;
            /** @description Any JSON */
            attachments?: unknown;
            /** @description An object: what differs by the way it is sent */
            channel_overrides?: unknown;
        };
        NewNotificationAction: {
            /** Format: line */
            label: string;
            /** @description Called by us, when an admin chooses the action: a public http or https address */
            callback_url: string;
        };
        /**
         * @example {
         *       "name": "Nightly report",
         *       "user_id": 3,
         *       "expires_at": "2027-03-02T08:30:00.000Z"
         *     }
         */
        NewPersonalToken: {
            /**
             * Format: line
             * @description What it is for
             */
            name: string;
            /** @description Whose it is; left out by somebody who asks for themselves */
            user_id?: number;
            expires_at?: string | null;
        };
        /**
         * @example {
         *       "name": "Greeter",
         *       "slug": "greeter",
         *       "intro": "Greets visitors",
         *       "author": "Acme",
         *       "icon": "//plugboard.example.com/images/icon.png",
         *       "scopes": [
         *         "entries.write"
         *       ],
         *       "events": [
         *         {
         *           "name": "entry_sign_in",
         *           "url": "https://greeter.example.com/entry-sign-in",
         *           "filter": null
         *         }
         *       ],
         *       "setup_steps": [
         *         {
         *           "type": "form",
         *           "title": "How to greet",
         *           "fields": [
         *             {
         *               "key": "greeting",
         *               "type": "text",
         *               "label": "Greeting",
         *               "required": true
         *             }
         *           ]
         *         }
         *       ]
         *     }
         */
        NewPlugin: {
            /** @description For editors; not kept */
            $schema?: string;
            /** Format: line */
            name: string;
            /** @description Unique; lower-case letters, digits and "-", with at least one letter */
            slug: string;
            /** @description One sentence for the catalog */
            intro?: string | null;
            description?: string | null;
            author?: string | null;
            /** @description For people who want to know more */
            website?: string | null;
            /** @description An image */
            icon?: string | null;
            /** @description An image */
            screenshot?: string | null;
            /** @description A video */
            preview_video?: string | null;
            /** @description The least plan a space needs */
            plan_level?: number | null;
            categories?: string[];
            placements?: components["schemas"]["Placements"];
            /** @description The page of the plugin outside the host */
            app_url?: string | null;
            /** @description The page that is embedded in the host */
            embedded_app_url?: string | null;
            /** @description The same while developing */
            dev_embedded_app_url?: string | null;
            /** @description Where the browser returns after consent */
            oauth_redirect_uri?: string | null;
            /** @description The same while developing */
            dev_oauth_redirect_uri?: string | null;
            /** @description Whether the embedded page authenticates by App Bridge */
            use_app_bridge?: boolean;
            /** @description Whether the config can be written as space level settings */
            enable_space_settings?: boolean;
            /** @description What the plugin asks an install for; each must be known */
            scopes?: string[];
            /** @description What it can do without, and an admin may decline; each must be known, and not among `scopes` */
            optional_scopes?: string[];
            field_type_ids?: number[];
            /** @description At most one for each event */
            events?: components["schemas"]["Subscription"][];
            setup_steps?: components["schemas"]["SetupStep"][];
            /** @description Carries the config of an install over to a new release */
            migration_url?: string | null;
            /**
             * @description `public` for a plugin that cannot keep a secret (RFC 6749 §2.1): it uses PKCE, and its refresh tokens rotate
             * @enum {string}
             */
            client_type?: "confidential" | "public";
            /** @description `storyblok` for a plugin with Storyblok's own client: redirects carry no `iss`, and scopes are those of the manifest whatever is asked for */
            compatibility?: "storyblok" | null;
        };
        /**
         * @example {
         *       "user_id": 3,
         *       "space_id": 7
         *     }
         */
        NewPortalLink: {
            /** @description Who opens it: a member of the space */
            user_id: number;
            space_id: number;
        };
        /**
         * @example {
         *       "user_id": 3,
         *       "space_id": 7,
         *       "views": [
         *         "settings"
         *       ]
         *     }
         */
        NewPortalToken: {
            /** @description Who looks at it: a member of the space */
            user_id: number;
            space_id: number;
            /** @description What it opens: the plugins that there are, those that are installed, their settings, what they were asked to do */
            views: ("catalog" | "installed" | "settings" | "activity")[];
            /** @description Of `settings` and `activity` opens those of this install alone */
            install_id?: number;
            /** @description Of `activity` opens what has this identifier alone */
            identifier?: string;
        };
        /**
         * @example {
         *       "install_ids": [
         *         41
         *       ],
         *       "limit": 100
         *     }
         */
        NewRehearsal: {
            /** @description Installs of the plugin; by default those that it had jobs of in that time, at most 100. A release that is not published is rehearsed with development installs alone */
            install_ids?: number[];
            /**
             * Format: date-time
             * @description By default a day before `until`
             */
            since?: string;
            /**
             * Format: date-time
             * @description By default now
             */
            until?: string;
            /**
             * @description Of so many events, the newest ones
             * @default 1000
             */
            limit: number;
        };
        /**
         * @description Jobs to be run again
         * @example {
         *       "filter": {
         *         "install_id": 41,
         *         "status": [
         *           "failed",
         *           "parked"
         *         ],
         *         "since": "2026-03-02T08:30:00.000Z",
         *         "until": "2026-03-02T09:15:00.840Z"
         *       },
         *       "include_settled": false
         *     }
         */
        NewReplay: {
            filter: components["schemas"]["ReplayFilter"];
            /**
             * @description Also those with a verdict of the plugin, which are sent once more as by `resend`
             * @default false
             */
            include_settled: boolean;
        };
        /**
         * @example {
         *       "percent": 10
         *     }
         */
        NewRollOut: {
            /** @description Of the installs, by a hash of plugin and install: those of ten per cent are among those of twenty. It only grows; a hundred ends it */
            percent?: number;
            /** @description These, whatever the per cent */
            install_ids?: number[];
            /**
             * @description Asks the plugin what it would make of each config, of all installs unless others are named, and changes nothing
             * @default false
             */
            dry_run: boolean;
        };
        /** @example {} */
        NewSecret: {
            /** @description A secret to take over from elsewhere: 32 to 256 printable ASCII characters without spaces. By default a new one is made */
            client_secret?: string;
        };
        /**
         * @example {
         *       "user_id": 3,
         *       "space_id": 7
         *     }
         */
        NewSignInLink: {
            user_id: number;
            /** @description Leads to this space, of which the user must be a member */
            space_id?: number;
            /** @description Leads to this path of the server, which begins with `/`: what `PLUGBOARD_SIGN_IN_URL` was given as `return_to`, for one */
            path?: string;
        };
        /**
         * @example {
         *       "id": 7,
         *       "name": "Acme",
         *       "plan_level": 2,
         *       "attributes": {
         *         "domain": "acme.example",
         *         "city": "Zurich"
         *       }
         *     }
         */
        NewSpace: {
            /** @description The host's own number for it; by default the next one */
            id?: number;
            /** Format: line */
            name: string;
            /** @description What the space has paid for; plugins may ask for a minimum */
            plan_level?: number | null;
            /** @description What plugins are told about the space, as a JSON object of at most 64 KiB */
            attributes?: {
                [key: string]: unknown;
            };
        };
        /**
         * @example {
         *       "email": "ada@example.com",
         *       "friendly_name": "Ada",
         *       "lang": "en"
         *     }
         */
        NewUser: {
            /** Format: email */
            email: string;
            /**
             * Format: line
             * @description How people call them
             */
            friendly_name: string;
            /** @description At least 8 characters and at most 1,024 bytes; not one that everybody tries first */
            password?: string;
            /** @description Language of the pages they see, and what plugins are told (BCP 47), such as `en` or `de-CH`; null for what their browser asks for */
            lang?: string | null;
            /** @description Runs this installation: reviews plugins, and sees every space. Made on the server only (`plugboard sign-in-link --operator`) */
            is_operator?: boolean;
        };
        NoRelationships: Record<string, never>;
        /**
         * @description Something the developer of a plugin should know
         * @example {
         *       "id": 9,
         *       "kind": "endpoint_failing",
         *       "message": "The endpoint of entry_sign_in has not answered since 2026-03-02T09:15:00.000Z",
         *       "created_at": "2026-03-02T09:15:00.840Z",
         *       "unread": true
         *     }
         */
        Notice: {
            id: number;
            kind: string;
            message: string;
            /** Format: date-time */
            created_at: string;
            /** @description Whether you have not read it; false for who is no collaborator */
            unread: boolean;
        };
        NoticePage: {
            data: components["schemas"]["Notice"][];
            /**
             * @description Null on the last page
             * @example null
             */
            next_cursor: string | null;
        };
        /**
         * @example {
         *       "until": 9
         *     }
         */
        NoticesRead: {
            /** @description The newest notice that was seen; those before it are read, too */
            until: number;
        };
        /**
         * @description What a plugin told the admins of a space
         * @example {
         *       "id": "019cade2-9c04-7e2a-a1b0-6c8d4e2f0a03",
         *       "install_id": 41,
         *       "recipient": null,
         *       "message": "The badge printer is out of paper",
         *       "actions": [
         *         {
         *           "label": "See the printer",
         *           "callback_url": "https://greeter.example.com/printer",
         *           "status": "open",
         *           "called_at": null,
         *           "called_by": null,
         *           "message": null
         *         }
         *       ],
         *       "details": null,
         *       "attachments": null,
         *       "channel_overrides": null,
         *       "created_at": "2026-03-02T09:15:00.840Z",
         *       "space_id": 7,
         *       "plugin_id": 12,
         *       "plugin_slug": "greeter",
         *       "plugin_name": "Greeter",
         *       "plugin_icon": "//plugboard.example.com/images/icon.png",
         *       "read_at": null
         *     }
         */
        Notification: {
            /** Format: uuid */
            id: string;
            install_id: number;
            /** @description Whom it is for, a text or an object, as the plugin gave it; null for all admins */
            recipient: string | Record<string, never> | null;
            message: string | null;
            /** @description An array, as the plugin gave it, or null */
            details: unknown;
            /** @description As the plugin gave it, or null */
            attachments: unknown;
            /** @description As the plugin gave it, or null */
            channel_overrides: unknown;
            /** Format: date-time */
            created_at: string;
            space_id: number;
            plugin_id: number;
            plugin_slug: string;
            plugin_name: string;
            plugin_icon: string | null;
            actions: components["schemas"]["NotificationAction"][] | null;
            /** @description When the person who asks has read it, or last marked all up to it as read; null for a host key, which stands for nobody who reads */
            read_at: string | null;
        };
        /**
         * @example {
         *       "label": "See the printer",
         *       "callback_url": "https://greeter.example.com/printer",
         *       "status": "open",
         *       "called_at": null,
         *       "called_by": null,
         *       "message": null
         *     }
         */
        NotificationAction: {
            label: string;
            callback_url: string;
            /**
             * @description `open`: nobody chose it; `calling`: the plugin is being called; `called`: it was, and said yes, for good; `failed`: it was not, or said no, and can be called again; `unknown`: a call was begun, and nothing is known of its end
             * @enum {string}
             */
            status: "open" | "calling" | "called" | "failed" | "unknown";
            /** @description When it was last called */
            called_at: string | null;
            /** @description Who chose it then; null for the host's backend, and for people who are gone */
            called_by: number | null;
            /** @description What the plugin answered for people, or why it failed */
            message: string | null;
        };
        NotificationAnswer: {
            data: components["schemas"]["PostedNotification"];
        };
        NotificationInbox: {
            data: components["schemas"]["Notification"][];
            /**
             * @description Null on the last page
             * @example null
             */
            next_cursor: string | null;
            /** @example 1 */
            unread: number | null;
        };
        NotificationPage: {
            data: components["schemas"]["Notification"][];
            /**
             * @description Null on the last page
             * @example null
             */
            next_cursor: string | null;
        };
        OAuth2Step: {
            /** @constant */
            type: "oauth2";
            /** Format: line */
            title: string;
            /**
             * Format: uri
             * @description Where the admin is sent to consent
             */
            authorize_url: string;
            /**
             * Format: uri
             * @description Where the code is exchanged
             */
            token_url: string;
            client_id: string;
            /** @description Kept encrypted and never shown. Left out, it stays what it was in the release before, as long as `token_url` and `client_id` do */
            client_secret?: string | null;
            scopes?: string[];
            /**
             * @description How the client secret is sent to `token_url` (RFC 6749 §2.3.1). Default `basic`
             * @enum {string}
             */
            client_authentication?: "basic" | "body";
            /** @description Whether the code is bound to us by a challenge, `S256` (RFC 7636) */
            pkce?: boolean;
            /**
             * Format: uri
             * @description Gets the tokens, and answers what to save
             */
            validation_url: string;
            /** @description Items of the config, of those that your `validation_url` answers, that only you read back, like passwords. Default `access_token`, `refresh_token`, `id_token` */
            secrets?: string[];
        };
        /**
         * @description RFC 6749 §5.2
         * @example {
         *       "error": "invalid_client",
         *       "error_description": "The client secret is wrong"
         *     }
         */
        OAuthError: {
            error: string;
            error_description?: string;
        };
        /**
         * @description What a plugin may do for you in a space
         * @example {
         *       "id": 17,
         *       "app_id": 12,
         *       "slug": "greeter",
         *       "name": "Greeter",
         *       "space_id": 7,
         *       "space_name": "Acme",
         *       "scopes": [
         *         "entries.write"
         *       ],
         *       "created_at": "2026-03-02T08:30:00.000Z",
         *       "updated_at": "2026-03-02T08:30:00.000Z"
         *     }
         */
        OAuthGrant: {
            id: number;
            app_id: number;
            slug: string;
            name: string;
            space_id: number;
            space_name: string;
            scopes: string[];
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            updated_at: string;
        };
        OAuthGrants: {
            oauth_grants: components["schemas"]["OAuthGrant"][];
        };
        OneApp: {
            app: components["schemas"]["PluginObject"];
        };
        OneAppProvision: {
            app_provision: components["schemas"]["AppProvision"];
        };
        OneAppSetting: {
            app_setting: components["schemas"]["AppSetting"];
        };
        OneOpenSpace: {
            space: components["schemas"]["SpaceObject"];
        };
        OneOwnApp: {
            app: components["schemas"]["OwnPluginObject"];
        };
        OneUser: {
            user: components["schemas"]["UserObject"];
        };
        OpenSpaces: {
            spaces: components["schemas"]["SpaceObject"][];
        };
        /**
         * @example {
         *       "label": "Good to see you",
         *       "value": "Good to see you",
         *       "is_disabled": false
         *     }
         */
        Option: {
            label: string;
            /** @description A text, a number, true or false: as it was written */
            value: unknown;
            /** @description Shown, and not to be chosen */
            is_disabled: boolean;
        };
        OptionalScope: {
            name: string;
            /** @description The host's words for it; null for one that is gone */
            description: string | null;
        };
        /**
         * @description Pages of a plugin end with an empty one
         * @example {
         *       "data": [
         *         {
         *           "label": "Good to see you",
         *           "value": "Good to see you",
         *           "is_disabled": false
         *         }
         *       ],
         *       "cursor": null,
         *       "next_page": 2
         *     }
         */
        OptionsPage: {
            data: components["schemas"]["Option"][];
            /** @description For more: a text or a number; null when there is none */
            cursor: unknown;
            /** @description For more, to be sent as `page` */
            next_page: number | null;
        };
        /**
         * @example {
         *       "field": 0,
         *       "search": "good"
         *     }
         */
        OptionsQuery: {
            /** @description Of the step, from 0 */
            field: number;
            search?: string;
            page?: number;
            /** @description `cursor` of the page before */
            cursor?: unknown;
            /** @description Of a mapping: the left choice whose right ones are asked for; without it the left ones are */
            parent_resource_id?: unknown;
        };
        OrderChange: {
            /** @enum {string} */
            kind: "order_changed";
            /** @description A list of the manifest */
            member: string;
        };
        OwnApps: {
            apps: components["schemas"]["OwnPluginObject"][];
        };
        /**
         * @description What you let a plugin do for you in a space
         * @example {
         *       "id": 17,
         *       "plugin_id": 12,
         *       "plugin_slug": "greeter",
         *       "plugin_name": "Greeter",
         *       "plugin_icon": "//plugboard.example.com/images/icon.png",
         *       "space_id": 7,
         *       "space_name": "Acme",
         *       "scopes": [
         *         {
         *           "name": "entries.write",
         *           "description": "Write entries"
         *         }
         *       ],
         *       "created_at": "2026-03-02T08:30:00.000Z",
         *       "last_used_at": "2026-03-02T09:15:00.000Z"
         *     }
         */
        OwnGrant: {
            id: number;
            plugin_id: number;
            plugin_slug: string;
            plugin_name: string;
            plugin_icon: string | null;
            space_id: number;
            space_name: string;
            scopes: {
                name: string;
                /** @description What it means; null once the host has removed it */
                description: string | null;
            }[];
            /** Format: date-time */
            created_at: string;
            /**
             * Format: date-time
             * @description When the plugin was last let in by it
             */
            last_used_at: string;
        };
        OwnGrantPage: {
            data: components["schemas"]["OwnGrant"][];
            /**
             * @description Null on the last page
             * @example null
             */
            next_cursor: string | null;
        };
        /**
         * @description A plugin as its owner sees it
         * @example {
         *       "id": 12,
         *       "name": "Greeter",
         *       "slug": "greeter",
         *       "icon": "//plugboard.example.com/images/icon.png",
         *       "plan_level": null,
         *       "preview_video": null,
         *       "app_url": null,
         *       "description": null,
         *       "intro": "Greets visitors",
         *       "screenshot": null,
         *       "status": "approved",
         *       "website": null,
         *       "author": "Acme",
         *       "updated_at": "2026-03-02T08:30:00.000Z",
         *       "field_type_ids": [],
         *       "embedded_app_url": "https://greeter.example.com/page",
         *       "dev_embedded_app_url": null,
         *       "dev_oauth_redirect_uri": null,
         *       "in_sidebar": true,
         *       "in_toolbar": false,
         *       "sidebar_icon": null,
         *       "enable_space_settings": true,
         *       "use_app_bridge": true,
         *       "oauth_redirect_uri": null,
         *       "suspended_at": null,
         *       "suspended_reason": null,
         *       "oauth_identifier": "pbc_gR7cV2mXq9",
         *       "oauth_secret": "pbs_example_of_a_client_secret",
         *       "webhook_secret": "whsec_cGJzX2V4YW1wbGVfb2ZfYV9jbGllbnRfc2VjcmV0"
         *     }
         */
        OwnPluginObject: {
            id: number;
            name: string;
            slug: string;
            /** @description An image */
            icon: string | null;
            /** @description The least plan a space needs */
            plan_level: number | null;
            /** @description A video */
            preview_video: string | null;
            /** @description The page of the plugin outside the host */
            app_url: string | null;
            description: string | null;
            /** @description One sentence for the catalog */
            intro: string | null;
            /** @description An image */
            screenshot: string | null;
            /** @enum {string} */
            status: "created" | "in_review" | "approved" | "rejected" | "approved_unlisted";
            website: string | null;
            author: string | null;
            /** Format: date-time */
            updated_at: string;
            field_type_ids: number[];
            /** @description The page that is embedded in the host */
            embedded_app_url: string | null;
            /** @description The same while developing */
            dev_embedded_app_url: string | null;
            /** @description Where the browser returns after consent, while developing */
            dev_oauth_redirect_uri: string | null;
            in_sidebar: boolean;
            in_toolbar: boolean;
            /** @description An image */
            sidebar_icon: string | null;
            /** @description Whether space level settings can be written */
            enable_space_settings: boolean;
            /** @description Whether the embedded page authenticates by App Bridge */
            use_app_bridge: boolean;
            /** @description Where the browser returns after consent */
            oauth_redirect_uri: string | null;
            /** @description Since when the host has stopped it; null while it runs */
            suspended_at: string | null;
            /** @description What the host said of it */
            suspended_reason: string | null;
            /** @description The client id; to its owner */
            oauth_identifier?: string;
            /** @description The client secret; to its owner */
            oauth_secret?: string;
            /** @description The same secret as libraries for Standard Webhooks take it (`whsec_…`) */
            webhook_secret?: string;
        };
        /**
         * @description A space that you are a member of
         * @example {
         *       "id": 7,
         *       "name": "Acme",
         *       "plan_level": 2,
         *       "role": "admin",
         *       "is_admin": true,
         *       "development": false,
         *       "uninstall_grace_days": 30
         *     }
         */
        OwnSpace: {
            id: number;
            name: string;
            plan_level: number | null;
            role: string;
            /** @description Whether the role is `admin` */
            is_admin: boolean;
            /** @description Whether you are shown plugin pages from where they are being developed */
            development: boolean;
            /** @description How long a plugin that is uninstalled there can be restored with all that it kept; 0: it is deleted at once */
            uninstall_grace_days: number;
        };
        OwnSpacePage: {
            data: components["schemas"]["OwnSpace"][];
            /**
             * @description Null on the last page
             * @example null
             */
            next_cursor: string | null;
        };
        /**
         * @example {
         *       "development": true
         *     }
         */
        OwnSpacePatch: {
            /** @description Whether you are shown plugin pages from where they are being developed */
            development: boolean;
        };
        /**
         * @example {
         *       "current_password": "three herons at noon",
         *       "new_password": "nine otters in the canal"
         *     }
         */
        PasswordChange: {
            /** @description Left out by who has none yet (`has_password`) */
            current_password?: string;
            /** @description At least 8 characters and at most 1,024 bytes; not one that everybody tries first, nor the email address */
            new_password: string;
        };
        PasswordField: {
            /** @description The item of the config that the value is saved to */
            key: string;
            /** @constant */
            type: "password";
            /** Format: line */
            label: string;
            description?: string | null;
            /** @description Whether the step can be submitted without it */
            required?: boolean;
            placeholder?: string | null;
        };
        /** @description What a newer release asks for, and an admin has said neither yes nor no to */
        PendingPermissions: {
            scopes: string[];
            events: string[];
        };
        /**
         * @description What the plugin of an install may do, and what of that it did
         * @example {
         *       "asked": [
         *         "entries.write"
         *       ],
         *       "optional": [],
         *       "granted": [
         *         "entries.write"
         *       ],
         *       "events_asked": [
         *         "entry_sign_in"
         *       ],
         *       "events": [
         *         "entry_sign_in"
         *       ],
         *       "granted_by": 3,
         *       "granted_at": "2026-03-02T08:30:00.000Z",
         *       "pending": {
         *         "scopes": [],
         *         "events": []
         *       },
         *       "used": [
         *         {
         *           "scope": "entries.write",
         *           "last_at": "2026-03-02T09:15:00.840Z",
         *           "count_30d": 1
         *         }
         *       ]
         *     }
         */
        Permissions: {
            /** @description The scopes that the release asks for */
            asked: string[];
            /** @description The scopes that it can do without */
            optional: string[];
            /** @description Those granted. What the release does not ask for any more is not used */
            granted: string[];
            /** @description The events of the host that the release hears */
            events_asked: string[];
            /** @description Those of them, and of earlier releases, that it may hear */
            events: string[];
            /** @description Who granted it; null for the host's backend, and once they are gone */
            granted_by: number | null;
            /** Format: date-time */
            granted_at: string;
            pending: components["schemas"]["PendingPermissions"];
            /** @description The scopes used in the last 30 days, as written down once a minute */
            used: components["schemas"]["ScopeUse"][];
        };
        /**
         * @example {
         *       "id": 5,
         *       "user_id": 3,
         *       "name": "Nightly report",
         *       "hint": "pbp_…7Qd4",
         *       "created_at": "2026-03-02T08:30:00.000Z",
         *       "expires_at": "2027-03-02T08:30:00.000Z"
         *     }
         */
        PersonalToken: {
            id: number;
            user_id: number;
            name: string;
            /** @description How the token begins and ends */
            hint: string;
            /** Format: date-time */
            created_at: string;
            expires_at: string | null;
        };
        /**
         * @example {
         *       "id": 5,
         *       "user_id": 3,
         *       "name": "Nightly report",
         *       "hint": "pbp_…7Qd4",
         *       "created_at": "2026-03-02T08:30:00.000Z",
         *       "expires_at": "2027-03-02T08:30:00.000Z",
         *       "token": "pbp_example7Qd4"
         *     }
         */
        PersonalTokenCreated: {
            id: number;
            user_id: number;
            name: string;
            /** @description How the token begins and ends */
            hint: string;
            /** Format: date-time */
            created_at: string;
            expires_at: string | null;
            /** @description Shown this once */
            token: string;
        };
        PersonalTokenPage: {
            data: components["schemas"]["PersonalToken"][];
            /**
             * @description Null on the last page
             * @example null
             */
            next_cursor: string | null;
        };
        Placements: {
            sidebar?: components["schemas"]["SidebarPlacement"] | null;
            /** @description Whether it has a page in the toolbar */
            toolbar?: boolean;
        };
        /**
         * @description A registered plugin; name to icon are those of its published release, or of its newest while none is
         * @example {
         *       "id": 12,
         *       "slug": "greeter",
         *       "name": "Greeter",
         *       "client_id": "pbc_gR7cV2mXq9",
         *       "origin": "host",
         *       "status": "approved",
         *       "client_type": "confidential",
         *       "compatibility": null,
         *       "current_release": 1,
         *       "suspended_at": null,
         *       "suspended_reason": null,
         *       "deleted_at": null,
         *       "intro": "Greets visitors",
         *       "author": "Acme",
         *       "icon": "//plugboard.example.com/images/icon.png",
         *       "created_at": "2026-03-02T08:30:00.000Z",
         *       "updated_at": "2026-03-02T08:30:00.000Z"
         *     }
         */
        Plugin: {
            id: number;
            slug: string;
            name: string;
            /**
             * @description Whose it is, for ever: of the host (`org`: shown to every space), or of somebody who develops for it
             * @enum {string}
             */
            origin: "host" | "org" | "partner";
            /** @enum {string} */
            status: "created" | "in_review" | "approved" | "rejected" | "approved_unlisted";
            client_id: string;
            /**
             * @description `public` for a plugin that cannot keep a secret (RFC 6749 §2.1): it uses PKCE, and its refresh tokens rotate
             * @enum {string}
             */
            client_type: "confidential" | "public";
            /** @description `storyblok` for a plugin with Storyblok's own client: redirects carry no `iss`, and scopes are those of the manifest whatever is asked for */
            compatibility: "storyblok" | null;
            /** @description The published one; null while there is none */
            current_release: number | null;
            /** @description Since when it does nothing and is shown nowhere; null while it runs */
            suspended_at: string | null;
            suspended_reason: string | null;
            /** @description Since when it is being deleted: it is uninstalled everywhere, and gone once nothing is kept of its installs */
            deleted_at: string | null;
            intro: string | null;
            author: string | null;
            icon: string | null;
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            updated_at: string;
        };
        /**
         * @example {
         *       "client_type": "public"
         *     }
         */
        PluginChange: {
            /**
             * @description `public` for a plugin that cannot keep a secret (RFC 6749 §2.1): it uses PKCE, and its refresh tokens rotate
             * @enum {string}
             */
            client_type?: "confidential" | "public";
            /** @description `storyblok` for a plugin with Storyblok's own client: redirects carry no `iss`, and scopes are those of the manifest whatever is asked for */
            compatibility?: "storyblok" | null;
            /** @description Whether the catalog has it (`approved`) or only who knows its slug (`approved_unlisted`); for a plugin with a published release */
            listed?: boolean;
        };
        PluginCreated: {
            plugin: components["schemas"]["Plugin"];
            credentials: components["schemas"]["Credentials"];
        };
        /**
         * @example {
         *       "deleted_at": null,
         *       "installs": 3,
         *       "kept": 0,
         *       "erase_after": null,
         *       "grace_days": 30,
         *       "is_gone": false
         *     }
         */
        PluginDeletion: {
            /** @description Since when it is being deleted; null while nobody has asked for it */
            deleted_at: string | null;
            /** @description That have not ended, without those of developers */
            installs: number;
            /** @description Of what was uninstalled, how many have something that is not erased yet */
            kept: number;
            /** @description When the last of these is erased; null where there are none */
            erase_after: string | null;
            /** @description How long what an install kept is there after it was uninstalled */
            grace_days: number;
            /** @description Nothing is left of the plugin, and its slug is free */
            is_gone: boolean;
        };
        /**
         * @description A job of a plugin, and how its last request went
         * @example {
         *       "id": "019cade2-8a61-7d15-8e02-1f3a5b7c9d02",
         *       "space_id": 7,
         *       "install_id": 41,
         *       "plugin_id": 12,
         *       "plugin_slug": "greeter",
         *       "plugin_name": "Greeter",
         *       "plugin_icon": "//plugboard.example.com/images/icon.png",
         *       "event_id": "019cade2-8a60-7b3f-9c41-5d2e7f8a9b01",
         *       "name": "entry_sign_in",
         *       "identifier": "vr:entry:19",
         *       "status": "done",
         *       "status_message": "Greeted",
         *       "failure_reason": null,
         *       "settled_by": "plugin",
         *       "settled_reason": null,
         *       "settled_at": "2026-03-02T09:15:00.840Z",
         *       "parked_reason": null,
         *       "created_at": "2026-03-02T09:15:00.000Z",
         *       "delivery": null,
         *       "space_name": "Acme",
         *       "attempts_total": 1,
         *       "max_attempts": null,
         *       "last_attempt": {
         *         "stage": "answered",
         *         "status_code": 200,
         *         "error": null,
         *         "started_at": "2026-03-02T09:15:00.410Z",
         *         "duration_ms": 430
         *       }
         *     }
         */
        PluginDelivery: {
            id: string;
            space_id: number;
            install_id: number;
            plugin_id: number;
            plugin_slug: string;
            plugin_name: string;
            plugin_icon: string | null;
            event_id: string;
            name: string;
            identifier: string | null;
            /** @enum {string} */
            status: "queued" | "ongoing" | "done" | "ignored" | "failed" | "parked" | "cancelled";
            /** @description What the plugin said */
            status_message: string | null;
            failure_reason: string | null;
            /** @description plugin, platform */
            settled_by: string | null;
            /**
             * @description Why the platform settled it; null where the plugin did, or somebody withdrew it:
             *
             *     - `attempts_exhausted`: no attempt succeeded
             *     - `timed_out`: the plugin accepted it, and did not settle it in time
             *     - `not_subscribed`: the plugin does not hear its event any more
             *     - `not_granted`: the install is not granted its event any more
             *     - `missing_scope`: the install does not have the scope that its event requires
             *     - `reinstalled`, `uninstalled`: since it was made, its install was
             */
            settled_reason: ("attempts_exhausted" | "timed_out" | "not_subscribed" | "not_granted" | "missing_scope" | "reinstalled" | "uninstalled") | null;
            settled_at: string | null;
            /** @description endpoint_disabled, suspended, plugin_suspended, attempts_exhausted */
            parked_reason: string | null;
            /** Format: date-time */
            created_at: string;
            delivery: components["schemas"]["Delivery"] | null;
            space_name: string;
            /** @description How many have ended */
            attempts_total: number;
            /** @description How many there will be if none succeeds: those made before, and what the retry schedule in force still gives, which a retry begins anew. Null for a job that is not tried again by itself */
            max_attempts: number | null;
            last_attempt: components["schemas"]["LastAttempt"] | null;
        };
        PluginDeliveryPage: {
            data: components["schemas"]["PluginDelivery"][];
            /**
             * @description Null on the last page
             * @example null
             */
            next_cursor: string | null;
        };
        /**
         * @description An install of a plugin, to which a release could come
         * @example {
         *       "install_id": 41,
         *       "space_name": "Acme",
         *       "status": "active",
         *       "release": 1
         *     }
         */
        PluginInstall: {
            install_id: number;
            space_name: string;
            /** @enum {string} */
            status: "setup" | "active" | "suspended" | "uninstalled";
            /** @description That it is on; null for none */
            release: number | null;
        };
        PluginInstallPage: {
            data: components["schemas"]["PluginInstall"][];
            /**
             * @description Null on the last page
             * @example null
             */
            next_cursor: string | null;
        };
        /**
         * @description A plugin, called `app`
         * @example {
         *       "id": 12,
         *       "name": "Greeter",
         *       "slug": "greeter",
         *       "icon": "//plugboard.example.com/images/icon.png",
         *       "plan_level": null,
         *       "preview_video": null,
         *       "app_url": null,
         *       "description": null,
         *       "intro": "Greets visitors",
         *       "screenshot": null,
         *       "status": "approved",
         *       "website": null,
         *       "author": "Acme",
         *       "updated_at": "2026-03-02T08:30:00.000Z",
         *       "field_type_ids": [],
         *       "embedded_app_url": "https://greeter.example.com/page",
         *       "dev_embedded_app_url": null,
         *       "dev_oauth_redirect_uri": null,
         *       "in_sidebar": true,
         *       "in_toolbar": false,
         *       "sidebar_icon": null,
         *       "enable_space_settings": true
         *     }
         */
        PluginObject: {
            id: number;
            name: string;
            slug: string;
            /** @description An image */
            icon: string | null;
            /** @description The least plan a space needs */
            plan_level: number | null;
            /** @description A video */
            preview_video: string | null;
            /** @description The page of the plugin outside the host */
            app_url: string | null;
            description: string | null;
            /** @description One sentence for the catalog */
            intro: string | null;
            /** @description An image */
            screenshot: string | null;
            /** @enum {string} */
            status: "created" | "in_review" | "approved" | "rejected" | "approved_unlisted";
            website: string | null;
            author: string | null;
            /** Format: date-time */
            updated_at: string;
            field_type_ids: number[];
            /** @description The page that is embedded in the host */
            embedded_app_url: string | null;
            /** @description The same while developing */
            dev_embedded_app_url: string | null;
            /** @description Where the browser returns after consent, while developing */
            dev_oauth_redirect_uri: string | null;
            in_sidebar: boolean;
            in_toolbar: boolean;
            /** @description An image */
            sidebar_icon: string | null;
            /** @description Whether space level settings can be written */
            enable_space_settings: boolean;
            /** @description To itself only */
            use_app_bridge?: boolean;
        };
        /**
         * @example {
         *       "id": 12,
         *       "slug": "greeter",
         *       "name": "Greeter",
         *       "client_id": "pbc_gR7cV2mXq9",
         *       "origin": "host",
         *       "status": "approved",
         *       "client_type": "confidential",
         *       "compatibility": null,
         *       "current_release": 1,
         *       "suspended_at": null,
         *       "suspended_reason": null,
         *       "deleted_at": null,
         *       "intro": "Greets visitors",
         *       "author": "Acme",
         *       "icon": "//plugboard.example.com/images/icon.png",
         *       "created_at": "2026-03-02T08:30:00.000Z",
         *       "updated_at": "2026-03-02T08:30:00.000Z",
         *       "role": null
         *     }
         */
        PluginWithRole: {
            id: number;
            slug: string;
            name: string;
            /**
             * @description Whose it is, for ever: of the host (`org`: shown to every space), or of somebody who develops for it
             * @enum {string}
             */
            origin: "host" | "org" | "partner";
            /** @enum {string} */
            status: "created" | "in_review" | "approved" | "rejected" | "approved_unlisted";
            client_id: string;
            /**
             * @description `public` for a plugin that cannot keep a secret (RFC 6749 §2.1): it uses PKCE, and its refresh tokens rotate
             * @enum {string}
             */
            client_type: "confidential" | "public";
            /** @description `storyblok` for a plugin with Storyblok's own client: redirects carry no `iss`, and scopes are those of the manifest whatever is asked for */
            compatibility: "storyblok" | null;
            /** @description The published one; null while there is none */
            current_release: number | null;
            /** @description Since when it does nothing and is shown nowhere; null while it runs */
            suspended_at: string | null;
            suspended_reason: string | null;
            /** @description Since when it is being deleted: it is uninstalled everywhere, and gone once nothing is kept of its installs */
            deleted_at: string | null;
            intro: string | null;
            author: string | null;
            icon: string | null;
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            updated_at: string;
            /** @description What you are to it; null for who is no collaborator of it, such as the host */
            role: ("owner" | "developer" | "viewer") | null;
        };
        PopupStep: {
            /** @constant */
            type: "popup";
            /** Format: line */
            title: string;
            /**
             * Format: uri
             * @description The page that is opened
             */
            content_url: string;
            /**
             * Format: uri
             * @description Gets what the page handed over, and answers what to save
             */
            validation_url: string;
            /** @description Items of the config, of those that your `validation_url` answers, that only you read back, like passwords. */
            secrets?: string[];
        };
        /**
         * @example {
         *       "url": "https://plugboard.example.com/portal/pbi_example",
         *       "expires_at": "2026-03-02T09:05:00.000Z"
         *     }
         */
        PortalLink: {
            /** @description Works once: send the browser of that user there */
            url: string;
            /** Format: date-time */
            expires_at: string;
        };
        /** @description For who looks at a portal, by a token or a link of the host: the only space that is open */
        PortalOfOneSpace: {
            space_id: number;
        };
        /**
         * @example {
         *       "token": "pbv_example",
         *       "expires_at": "2026-03-02T09:15:00.000Z"
         *     }
         */
        PortalToken: {
            /** @description For the page that shows the portal, which sends it */
            token: string;
            /** Format: date-time */
            expires_at: string;
        };
        PostedAction: {
            label: string;
            callback_url: string;
        };
        /**
         * @description What a plugin told the admins of a space
         * @example {
         *       "id": "019cade2-9c04-7e2a-a1b0-6c8d4e2f0a03",
         *       "install_id": 41,
         *       "recipient": null,
         *       "message": "The badge printer is out of paper",
         *       "actions": [
         *         {
         *           "label": "See the printer",
         *           "callback_url": "https://greeter.example.com/printer"
         *         }
         *       ],
         *       "details": null,
         *       "attachments": null,
         *       "channel_overrides": null,
         *       "created_at": "2026-03-02T09:15:00.840Z"
         *     }
         */
        PostedNotification: {
            /** Format: uuid */
            id: string;
            install_id: number;
            /** @description Whom it is for, a text or an object, as the plugin gave it; null for all admins */
            recipient: string | Record<string, never> | null;
            message: string | null;
            /** @description An array, as the plugin gave it, or null */
            details: unknown;
            /** @description As the plugin gave it, or null */
            attachments: unknown;
            /** @description As the plugin gave it, or null */
            channel_overrides: unknown;
            /** Format: date-time */
            created_at: string;
            actions: components["schemas"]["PostedAction"][] | null;
        };
        /**
         * @description Problem details (RFC 9457)
         * @example {
         *       "type": "about:blank",
         *       "status": 422,
         *       "code": "invalid",
         *       "title": "The request is not valid",
         *       "detail": "There is no space 99",
         *       "errors": [
         *         {
         *           "pointer": "/space_id",
         *           "message": "There is no space 99"
         *         }
         *       ]
         *     }
         */
        Problem: {
            type: string;
            status: number;
            /**
             * @description Stable
             * @enum {string}
             */
            code: "body_not_json" | "bad_request" | "token_repeated" | "unauthorized" | "invalid_token" | "insufficient_scope" | "forbidden" | "not_found" | "job_not_found" | "attempt_not_found" | "install_not_found" | "space_not_found" | "user_not_found" | "plugin_not_found" | "release_not_found" | "secret_not_found" | "endpoint_not_found" | "event_not_found" | "event_type_not_found" | "scope_not_found" | "revision_not_found" | "backfill_not_found" | "roll_out_not_found" | "replay_not_found" | "rehearsal_not_found" | "grant_not_found" | "host_key_not_found" | "personal_token_not_found" | "developer_not_found" | "developer_invitation_not_found" | "member_not_found" | "collaborator_not_found" | "resource_type_not_found" | "step_not_found" | "notification_not_found" | "action_not_found" | "request_timeout" | "method_not_allowed" | "job_settled" | "condition_failed" | "already_exists" | "in_use" | "wrong_state" | "idempotency_key_reused" | "plugin_suspended" | "revision_mismatch" | "body_too_large" | "value_too_large" | "unsupported_media_type" | "invalid" | "quota_exceeded" | "plugin_refused" | "headers_too_large" | "too_many_requests" | "internal" | "plugin_failed" | "host_unavailable" | "console_not_built" | "unavailable";
            title: string;
            /** @description What was wrong, and what would be right */
            detail: string;
            /** @description Each thing that is wrong with the input */
            errors?: {
                /** @description JSON Pointer (RFC 6901) into the body */
                pointer: string;
                message: string;
                /** @description Keyword of JSON Schema that it breaks, such as `required`, `type`, `enum` or `maxLength`, where there is one */
                keyword?: string;
                /** @description What the keyword is broken with */
                params?: {
                    /** @description Of `minimum`, `maxLength` and the like */
                    limit?: number;
                    /** @description Of `enum`: what it may be */
                    values?: unknown[];
                    /** @description Of `type`: those of JSON it may have */
                    types?: string[];
                    /** @description Of `format` */
                    format?: string;
                };
            }[];
            /** @description Of `quota_exceeded`: how many there may be */
            limit?: number;
            /** @description Of `quota_exceeded`: how many there are */
            used?: number;
        };
        QueuedPlugin: {
            id: number;
            /** @description Of the release */
            slug: string;
            /** @description Of the release */
            name: string;
            author: string | null;
        };
        /**
         * @example {
         *       "plugin": {
         *         "id": 12,
         *         "slug": "greeter",
         *         "name": "Greeter",
         *         "author": "Acme"
         *       },
         *       "number": 2,
         *       "is_first": false,
         *       "roll_out": "at_once",
         *       "submitted_at": "2026-03-02T08:30:00.000Z",
         *       "submitted_by": {
         *         "id": 3,
         *         "friendly_name": "Ada"
         *       }
         *     }
         */
        QueuedRelease: {
            plugin: components["schemas"]["QueuedPlugin"];
            number: number;
            /** @description Whether nothing of the plugin is published yet */
            is_first: boolean;
            /** @enum {string} */
            roll_out: "at_once" | "later";
            /** Format: date-time */
            submitted_at: string;
            /** @description Null for the host's backend, and once they are gone */
            submitted_by: {
                id: number;
                friendly_name: string;
            } | null;
        };
        QueuedReleasePage: {
            data: components["schemas"]["QueuedRelease"][];
            /**
             * @description Null on the last page
             * @example null
             */
            next_cursor: string | null;
        };
        /**
         * @example {
         *       "limit": 20,
         *       "used": 1
         *     }
         */
        Quota: {
            limit: number;
            used: number;
        };
        /**
         * @description How many plugins of your own, uploaded images, development installs and personal tokens you may have, and have
         * @example {
         *       "plugins": {
         *         "limit": 20,
         *         "used": 1
         *       },
         *       "images": {
         *         "limit": 200,
         *         "used": 2
         *       },
         *       "development_installs": {
         *         "limit": 3,
         *         "used": 1
         *       },
         *       "personal_tokens": {
         *         "limit": 50,
         *         "used": 2
         *       }
         *     }
         */
        Quotas: {
            plugins: components["schemas"]["Quota"];
            images: components["schemas"]["Quota"];
            development_installs: components["schemas"]["Quota"];
            personal_tokens: components["schemas"]["Quota"];
        };
        /**
         * @example {
         *       "space_id": 7
         *     }
         */
        ReadAll: {
            /** @description By default all spaces that one belongs to */
            space_id?: number;
        };
        /**
         * @example {
         *       "status": "ready"
         *     }
         */
        Readiness: {
            status: string;
            /** @description The name of the check that failed */
            check?: string;
            reason?: string;
        };
        /**
         * @description What happened, told to a release once more; nothing comes of it
         * @example {
         *       "id": 1,
         *       "plugin_id": 12,
         *       "release": 2,
         *       "state": "done",
         *       "reason": null,
         *       "since": "2026-03-01T09:15:00.000Z",
         *       "until": "2026-03-02T09:15:00.000Z",
         *       "total": 120,
         *       "rehearsed": 120,
         *       "same": 118,
         *       "different": 2,
         *       "created_at": "2026-03-02T09:15:00.840Z",
         *       "finished_at": "2026-03-02T09:15:00.840Z"
         *     }
         */
        Rehearsal: {
            id: number;
            plugin_id: number;
            release: number;
            /** @enum {string} */
            state: "running" | "done" | "cancelled";
            /** @description Why it was ended, where nobody asked for that */
            reason: string | null;
            /** Format: date-time */
            since: string;
            /** Format: date-time */
            until: string;
            /** @description Events, each of one install */
            total: number;
            /** @description Of them so far */
            rehearsed: number;
            /** @description Came to the verdict that they had */
            same: number;
            /** @description Came to another one */
            different: number;
            /** Format: date-time */
            created_at: string;
            finished_at: string | null;
        };
        RehearsalPage: {
            data: components["schemas"]["Rehearsal"][];
            /**
             * @description Null on the last page
             * @example null
             */
            next_cursor: string | null;
        };
        /**
         * @example {
         *       "job_id": "0195a3b0-7d1e-7c55-8e11-1f5a2f6b9c01",
         *       "decision": "delivered",
         *       "status": "failed",
         *       "message": "No such host",
         *       "failure_reason": null,
         *       "status_code": 412,
         *       "error": null,
         *       "duration_ms": 41,
         *       "attachments": [],
         *       "effects": null
         *     }
         */
        RehearsedAfter: {
            /** @description `webhook-id` of the request */
            job_id: string;
            /** @description As of an event, or `event_gone` where it was dropped meanwhile, or `migration_failed` where the plugin makes no config for the release (`error` says why), so that the install would stay where it is; null until it was decided */
            decision: string | null;
            /** @description A verdict; `ongoing` where the plugin took the job and has not settled it yet, `retried` where it would be asked again. Null where it is not told */
            status: string | null;
            message: string | null;
            failure_reason: string | null;
            status_code: number | null;
            error: string | null;
            duration_ms: number | null;
            /** @description That it gave; nobody is shown them */
            attachments: unknown[];
            /** @description What it asked for, and was not done: commands for the storage, and members of the config without their values. Null for nothing */
            effects: unknown;
        };
        /**
         * @example {
         *       "job_id": "019cade2-8a61-7d15-8e02-1f3a5b7c9d02",
         *       "status": "done",
         *       "message": "Greeted"
         *     }
         */
        RehearsedBefore: {
            /** @description Null where there was no job */
            job_id: string | null;
            status: string | null;
            message: string | null;
        };
        /**
         * @example {
         *       "number": 1,
         *       "install_id": 41,
         *       "space_id": 7,
         *       "space_name": "Acme",
         *       "event_id": "019cade2-8a60-7b3f-9c41-5d2e7f8a9b01",
         *       "event_name": "entry_sign_in",
         *       "identifier": "vr:entry:19",
         *       "differs": true,
         *       "before": {
         *         "job_id": "019cade2-8a61-7d15-8e02-1f3a5b7c9d02",
         *         "status": "done",
         *         "message": "Greeted"
         *       },
         *       "after": {
         *         "job_id": "0195a3b0-7d1e-7c55-8e11-1f5a2f6b9c01",
         *         "decision": "delivered",
         *         "status": "failed",
         *         "message": "No such host",
         *         "failure_reason": null,
         *         "status_code": 412,
         *         "error": null,
         *         "duration_ms": 41,
         *         "attachments": [],
         *         "effects": null
         *       }
         *     }
         */
        RehearsedJob: {
            /** @description The older the event, the lower */
            number: number;
            install_id: number;
            space_id: number;
            space_name: string;
            event_id: string;
            event_name: string;
            identifier: string | null;
            /** @description Null until it was decided */
            differs: boolean | null;
            before: components["schemas"]["RehearsedBefore"];
            after: components["schemas"]["RehearsedAfter"];
        };
        RehearsedJobPage: {
            data: components["schemas"]["RehearsedJob"][];
            /**
             * @description Null on the last page
             * @example null
             */
            next_cursor: string | null;
        };
        RelatedLinks: {
            related: string;
        };
        /**
         * @example {
         *       "number": 1,
         *       "state": "published",
         *       "current": true,
         *       "created_at": "2026-03-02T08:30:00.000Z",
         *       "submitted_at": "2026-03-02T08:30:00.000Z",
         *       "submitted_by": 3,
         *       "roll_out": "at_once",
         *       "reviewed_at": "2026-03-02T08:30:00.000Z",
         *       "reviewed_by": null,
         *       "message": "Welcome",
         *       "published_at": "2026-03-02T08:30:00.000Z",
         *       "changed": [],
         *       "manifest": {
         *         "name": "Greeter",
         *         "slug": "greeter",
         *         "intro": "Greets visitors",
         *         "author": "Acme",
         *         "icon": "//plugboard.example.com/images/icon.png",
         *         "scopes": [
         *           "entries.write"
         *         ],
         *         "events": [
         *           {
         *             "name": "entry_sign_in",
         *             "url": "https://greeter.example.com/entry-sign-in",
         *             "filter": null
         *           }
         *         ],
         *         "setup_steps": [
         *           {
         *             "type": "form",
         *             "title": "How to greet",
         *             "fields": [
         *               {
         *                 "key": "greeting",
         *                 "type": "text",
         *                 "label": "Greeting",
         *                 "required": true
         *               }
         *             ]
         *           }
         *         ]
         *       }
         *     }
         */
        Release: {
            number: number;
            /**
             * @description Only what is published reaches anybody but the developer
             * @enum {string}
             */
            state: "draft" | "in_review" | "published" | "rejected";
            current: boolean;
            /** Format: date-time */
            created_at: string;
            submitted_at: string | null;
            /** @description Who put it up for review; null for the host's backend */
            submitted_by: number | null;
            /**
             * @description What approving it does: everybody is on it `at_once`, or it is published and reaches nobody until it is rolled out `later`. The first release of a plugin is on at once in any case
             * @enum {string}
             */
            roll_out: "at_once" | "later";
            reviewed_at: string | null;
            /** @description The operator; null for the host's backend */
            reviewed_by: number | null;
            /** @description What the reviewer told the developer */
            message: string | null;
            published_at: string | null;
            /** @description The fields of the manifest that differ from the published release; all that are set where there is none */
            changed: string[];
            manifest: components["schemas"]["Manifest"];
        };
        ReleaseChange: components["schemas"]["MemberChange"] | components["schemas"]["ScopeChange"] | components["schemas"]["EventChange"] | components["schemas"]["StepChange"] | components["schemas"]["FieldChange"] | components["schemas"]["OrderChange"];
        ReleaseDiff: {
            /** @description Null for nothing: all that the release says is new */
            from: number | null;
            /** @example 2 */
            to: number;
            /**
             * @description All that differs, each a fact by itself; of client secrets only that they differ. Filters come as they were written
             * @example [
             *       {
             *         "kind": "event_moved",
             *         "event": "entry_sign_in",
             *         "from": "https://greeter.example.com/entry-sign-in",
             *         "to": "https://greeter.example.com/entry-sign-in/2"
             *       }
             *     ]
             */
            changes: components["schemas"]["ReleaseChange"][];
            touches: components["schemas"]["Touches"];
        };
        /**
         * @example {
         *       "roll_out": "later"
         *     }
         */
        ReleaseSubmission: {
            /**
             * @description What approving it does: everybody is on it `at_once`, or it is published and reaches nobody until it is rolled out `later`. The first release of a plugin is on at once in any case
             * @default at_once
             * @enum {string}
             */
            roll_out: "at_once" | "later";
        };
        /**
         * @example {
         *       "number": 1,
         *       "state": "published",
         *       "current": true,
         *       "created_at": "2026-03-02T08:30:00.000Z",
         *       "submitted_at": "2026-03-02T08:30:00.000Z",
         *       "submitted_by": 3,
         *       "roll_out": "at_once",
         *       "reviewed_at": "2026-03-02T08:30:00.000Z",
         *       "reviewed_by": null,
         *       "message": "Welcome",
         *       "published_at": "2026-03-02T08:30:00.000Z"
         *     }
         */
        ReleaseSummary: {
            number: number;
            /**
             * @description Only what is published reaches anybody but the developer
             * @enum {string}
             */
            state: "draft" | "in_review" | "published" | "rejected";
            current: boolean;
            /** Format: date-time */
            created_at: string;
            submitted_at: string | null;
            /** @description Who put it up for review; null for the host's backend */
            submitted_by: number | null;
            /**
             * @description What approving it does: everybody is on it `at_once`, or it is published and reaches nobody until it is rolled out `later`. The first release of a plugin is on at once in any case
             * @enum {string}
             */
            roll_out: "at_once" | "later";
            reviewed_at: string | null;
            /** @description The operator; null for the host's backend */
            reviewed_by: number | null;
            /** @description What the reviewer told the developer */
            message: string | null;
            published_at: string | null;
        };
        ReleaseSummaryPage: {
            data: components["schemas"]["ReleaseSummary"][];
            /**
             * @description Null on the last page
             * @example null
             */
            next_cursor: string | null;
        };
        /**
         * @example {
         *       "value": "Good to see you"
         *     }
         */
        RemoteValue: {
            /** @description A text, or null */
            value: unknown;
        };
        /**
         * @example {
         *       "field": 0
         *     }
         */
        RemoteValueQuery: {
            /** @description Of the step, from 0 */
            field: number;
        };
        /**
         * @description Jobs that are run again in bulk
         * @example {
         *       "id": 1,
         *       "filter": {
         *         "install_id": 41,
         *         "status": [
         *           "failed",
         *           "parked"
         *         ],
         *         "since": "2026-03-02T08:30:00.000Z",
         *         "until": "2026-03-02T09:15:00.840Z"
         *       },
         *       "include_settled": false,
         *       "state": "running",
         *       "total": 1200,
         *       "done": 340,
         *       "failed": 2,
         *       "created_at": "2026-03-02T09:15:00.840Z",
         *       "finished_at": null
         *     }
         */
        Replay: {
            id: number;
            filter: components["schemas"]["ReplayFilter"];
            include_settled: boolean;
            /** @description running, done, cancelled */
            state: string;
            /** @description Jobs that fitted when it began; null where too many had to be looked at, until all of them are read */
            total: number | null;
            /** @description Sent, and the plugin gave its verdict or accepted the job */
            done: number;
            /** @description Sent without that, or could not be sent. What is unsettled is tried again as its schedule says */
            failed: number;
            /** Format: date-time */
            created_at: string;
            finished_at: string | null;
        };
        /**
         * @description Which jobs: all that fit, of one space, one install or one plugin
         * @example {
         *       "install_id": 41,
         *       "status": [
         *         "failed",
         *         "parked"
         *       ],
         *       "since": "2026-03-02T08:30:00.000Z",
         *       "until": "2026-03-02T09:15:00.840Z"
         *     }
         */
        ReplayFilter: {
            space_id?: number;
            install_id?: number;
            plugin_id?: number;
            status: ("parked" | "failed" | "cancelled" | "done" | "ignored")[];
            /** @description Of the event */
            name?: string;
            identifier?: string;
            /**
             * Format: date-time
             * @description Made then or later
             */
            since: string;
            /**
             * Format: date-time
             * @description Made before
             */
            until: string;
        };
        ReplayPage: {
            data: components["schemas"]["Replay"][];
            /**
             * @description Null on the last page
             * @example null
             */
            next_cursor: string | null;
        };
        ResourceIdentifier: {
            type: string;
            id: string;
        };
        ResourceSelectField: {
            /** @description The item of the config that the value is saved to */
            key: string;
            /** @constant */
            type: "resource_select";
            /** Format: line */
            label: string;
            description?: string | null;
            /** @description Whether the step can be submitted without it */
            required?: boolean;
            /** @description `members`, or a kind of the host's resources */
            resource: string;
            /** @description Whether several can be chosen */
            multiple?: boolean;
        };
        /**
         * @description What people can choose from in a field of the type `resource_select`
         * @example {
         *       "name": "rooms",
         *       "description": "Rooms that visitors can be shown to",
         *       "list_url": "https://product.example.com/plugboard/rooms",
         *       "created_at": "2026-03-02T08:30:00.000Z",
         *       "updated_at": "2026-03-02T08:30:00.000Z"
         *     }
         */
        ResourceType: {
            name: string;
            description: string | null;
            /** @description Null for all but the host and operators */
            list_url: string | null;
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            updated_at: string;
        };
        /**
         * @example {
         *       "description": "Rooms that visitors can be shown to",
         *       "list_url": "https://product.example.com/plugboard/rooms"
         *     }
         */
        ResourceTypeInput: {
            /** @description What they are, for who writes a plugin; left out, there is none */
            description?: string | null;
            /**
             * Format: uri
             * @description Is asked for them, by a signed POST in the shape of a call of a route
             */
            list_url: string;
            /** @description Whether another signing secret takes the place of the old one, at once */
            rotate_secret?: boolean;
        };
        ResourceTypePage: {
            data: components["schemas"]["ResourceType"][];
            /**
             * @description Null on the last page
             * @example null
             */
            next_cursor: string | null;
        };
        /**
         * @example {
         *       "reason": "The new greeting was too long"
         *     }
         */
        RestoreRevision: {
            /**
             * Format: text
             * @description Why, for the history
             */
            reason?: string;
        };
        /**
         * @example {
         *       "steps": [
         *         0,
         *         30,
         *         300,
         *         3600
         *       ]
         *     }
         */
        RetrySchedule: {
            /** @description Seconds to wait before each attempt; the first is 0 */
            steps: number[];
        };
        /**
         * @example {
         *       "verdict": "approve",
         *       "message": "Welcome"
         *     }
         */
        Review: {
            /**
             * @description `approve` publishes the release: everybody is on it from then on, unless it was submitted to be rolled out later
             * @enum {string}
             */
            verdict: "approve" | "reject";
            /** @description Keeps an approved plugin out of the catalog: those who know it find it by its slug. By default it is listed */
            unlisted?: boolean;
            /**
             * Format: text
             * @description For the developer, who reads it with the release
             */
            message: string;
        };
        ReviewedRelease: {
            plugin: components["schemas"]["Plugin"];
            release: components["schemas"]["ReleaseSummary"];
        };
        /**
         * @description A config as it once was set
         * @example {
         *       "number": 1,
         *       "config": {
         *         "greeting": "Good to see you"
         *       },
         *       "secrets": [
         *         "api_key"
         *       ],
         *       "diff": {
         *         "added": [
         *           "greeting",
         *           "api_key"
         *         ],
         *         "changed": [],
         *         "removed": []
         *       },
         *       "author": {
         *         "kind": "user",
         *         "id": 3
         *       },
         *       "cause": "changed",
         *       "reason": "A warmer welcome",
         *       "step_title": null,
         *       "job_id": null,
         *       "restored_from": null,
         *       "created_at": "2026-03-02T08:30:00.000Z"
         *     }
         */
        Revision: {
            number: number;
            /** @description The config since this revision, without passwords */
            config: {
                [key: string]: unknown;
            };
            /** @description The keys of the passwords that are set. They are sealed, and given to the plugin alone: `config` is without them */
            secrets: string[];
            diff: components["schemas"]["RevisionDiff"];
            author: components["schemas"]["RevisionAuthor"];
            /**
             * @description By what it came about:
             *
             *     - `installed`, `reinstalled`: what the install began with
             *     - `changed`: somebody changed it
             *     - `step_submitted`: a step of the set-up, named by `step_title`, was submitted
             *     - `replied`: the plugin asked for it in its reply to the job `job_id`
             *     - `restored`: the revision `restored_from` was made the present one
             *     - `migrated`: the plugin made it for a release that the install came to
             *     - `rolled_back`: the install came back to the release before, and `restored_from` is its config of then
             * @enum {string}
             */
            cause: "installed" | "reinstalled" | "changed" | "step_submitted" | "replied" | "restored" | "migrated" | "rolled_back";
            /** @description What the author wrote */
            reason: string | null;
            /** @description As it was then; null for other causes */
            step_title: string | null;
            /** @description Jobs are kept for a while, revisions for longer; null for other causes */
            job_id: string | null;
            /** @description Null for other causes */
            restored_from: number | null;
            /** Format: date-time */
            created_at: string;
        };
        RevisionAuthor: {
            /** @enum {string} */
            kind: "plugin" | "host" | "user" | "system";
            id: number | null;
        };
        /** @description Top-level keys, compared with the revision before */
        RevisionDiff: {
            added: string[];
            changed: string[];
            removed: string[];
        };
        RevisionPage: {
            data: components["schemas"]["Revision"][];
            /**
             * @description Null on the last page
             * @example null
             */
            next_cursor: string | null;
        };
        /**
         * @description What a member of a space can be
         * @example {
         *       "name": "admin",
         *       "is_built_in": true
         *     }
         */
        Role: {
            name: string;
            /** @description Whether every space has it; false for one that the host has used somewhere */
            is_built_in: boolean;
        };
        /** @description Either a name, or an id and a role */
        RoleOfToken: {
            /** @description `admin` or `editor` */
            name?: string;
            /** @description Of one of the host's own roles */
            id?: number;
            /** @description One of the host's own roles */
            role?: string;
        };
        RolePage: {
            data: components["schemas"]["Role"][];
            /**
             * @description Null on the last page
             * @example null
             */
            next_cursor: string | null;
        };
        /**
         * @description A release that reaches some installs before others
         * @example {
         *       "id": 5,
         *       "release": 2,
         *       "from_release": 1,
         *       "percent": 10,
         *       "dry_run": false,
         *       "state": "waiting",
         *       "counts": {
         *         "installs": 4,
         *         "moved": 3,
         *         "failed": 1,
         *         "waiting": 0,
         *         "rolled_back": 0,
         *         "kept_config": 0
         *       },
         *       "started_by": 3,
         *       "created_at": "2026-03-02T08:30:00.000Z",
         *       "finished_at": null
         *     }
         */
        RollOut: {
            id: number;
            release: number;
            /** @description The plugin's current one when it began: where a roll-back leads */
            from_release: number;
            percent: number;
            dry_run: boolean;
            /**
             * @description - `running`: installs of the cohort are on their way
             *     - `waiting`: all of them have come; it waits for more per cent
             *     - `stopped`: none is moved until somebody goes on
             *     - `done`: everybody is on it, but for those whose config could not be migrated
             *     - `rolling_back`: installs are on their way back
             *     - `rolled_back`: nobody is on it any more
             * @enum {string}
             */
            state: "running" | "waiting" | "stopped" | "done" | "rolling_back" | "rolled_back";
            counts: components["schemas"]["RollOutCounts"];
            /** @description Null for the host's backend */
            started_by: number | null;
            /** Format: date-time */
            created_at: string;
            finished_at: string | null;
        };
        RollOutCounts: {
            /** @description All of the cohort */
            installs: number;
            /** @description Are on the release; of a dry run, could be */
            moved: number;
            /** @description Stay where they were, as their config could not be migrated */
            failed: number;
            /** @description Have not come yet; while it is rolled back, to go back */
            waiting: number;
            /** @description Are on the release before, with their config of then */
            rolled_back: number;
            /** @description Are on the release before, with the config that somebody has changed since, or that there was nothing to restore of */
            kept_config: number;
        };
        /**
         * @description An install of a roll-out that has come, has failed to, or was named
         * @example {
         *       "install_id": 41,
         *       "space_name": "Acme",
         *       "state": "moved",
         *       "message": null,
         *       "changed": [
         *         "/greeting"
         *       ]
         *     }
         */
        RollOutInstall: {
            install_id: number;
            space_name: string;
            /** @enum {string} */
            state: "waiting" | "moved" | "failed" | "rolled_back" | "kept_config";
            /** @description Why it failed */
            message: string | null;
            /** @description What the migration changed of its config, as JSON pointers; never a value */
            changed: string[];
        };
        RollOutInstallPage: {
            data: components["schemas"]["RollOutInstall"][];
            /**
             * @description Null on the last page
             * @example null
             */
            next_cursor: string | null;
        };
        RollOutPage: {
            data: components["schemas"]["RollOut"][];
            /**
             * @description Null on the last page
             * @example null
             */
            next_cursor: string | null;
        };
        /**
         * @description What was asked while an install was set up, and how that went
         * @example {
         *       "id": "019cade2-8a60-7b3f-9c41-5d2e7f8a9c04",
         *       "install_id": 41,
         *       "plugin_id": 12,
         *       "kind": "validation",
         *       "step": 0,
         *       "field": null,
         *       "outcome": "refused",
         *       "status": 412,
         *       "stage": null,
         *       "message": "This greeting is too long for a badge",
         *       "duration_ms": 84,
         *       "user_id": 3,
         *       "created_at": "2026-03-02T08:30:00.000Z"
         *     }
         */
        RouteCall: {
            /** Format: uuid */
            id: string;
            install_id: number;
            plugin_id: number;
            /**
             * @description `token`: the service of an OAuth2 step was asked; `resources`: the host; else the plugin, `migration` as the install came to another release
             * @enum {string}
             */
            kind: "options" | "selected_values" | "remote_value" | "validation" | "token" | "resources" | "migration";
            /** @description Null for a migration */
            step: number | null;
            field: number | null;
            /**
             * @description `refused`: with a message, which the person who sets up was told
             * @enum {string}
             */
            outcome: "answered" | "refused" | "failed";
            /** @description Null where there was no reply */
            status: number | null;
            /** @description How far a failed call came; `reply`: there was one, that cannot be used */
            stage: ("refused" | "dns" | "connect" | "tls" | "send" | "response" | "timeout" | "aborted" | "reply") | null;
            message: string | null;
            duration_ms: number;
            /** @description For whom; null for the host */
            user_id: number | null;
            /** Format: date-time */
            created_at: string;
        };
        RouteCallPage: {
            data: components["schemas"]["RouteCall"][];
            /**
             * @description Null on the last page
             * @example null
             */
            next_cursor: string | null;
        };
        /**
         * @example {
         *       "install_id": 41,
         *       "name": "entry_sign_in"
         *     }
         */
        SampleEventInput: {
            /** @description A development install of your own */
            install_id: number;
            name: string;
            /** @description Any JSON, handed on byte for byte; by default the example of its type */
            payload?: unknown;
            /** @description The host's name for the subject, such as vr:entry:19. Jobs with the same one run in order */
            identifier?: string | null;
        };
        /**
         * @example {
         *       "name": "entries.write",
         *       "description": "Change the entries of visitors",
         *       "created_at": "2026-03-02T08:30:00.000Z",
         *       "updated_at": "2026-03-02T08:30:00.000Z"
         *     }
         */
        Scope: {
            name: string;
            description: string;
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            updated_at: string;
        };
        ScopeChange: {
            /** @enum {string} */
            kind: "scope_added" | "scope_removed" | "scope_required" | "scope_optional";
            scope: string;
            /** @description Whether an install cannot be without it now, or could not, of one that is asked for no more */
            required: boolean;
        };
        /**
         * @example {
         *       "description": "Change the entries of visitors"
         *     }
         */
        ScopeInput: {
            /**
             * Format: line
             * @description Shown when it is granted
             */
            description: string;
        };
        ScopePage: {
            data: components["schemas"]["Scope"][];
            /**
             * @description Null on the last page
             * @example null
             */
            next_cursor: string | null;
        };
        ScopeUse: {
            scope: string;
            /** Format: date-time */
            last_at: string;
            count_30d: number;
        };
        /**
         * @description A generation of the client secret; its value is never shown
         * @example {
         *       "generation": 1,
         *       "created_at": "2026-03-02T08:30:00.000Z",
         *       "proved_at": "2026-03-02T08:30:00.000Z",
         *       "expires_at": null,
         *       "live": true
         *     }
         */
        Secret: {
            generation: number;
            /** Format: date-time */
            created_at: string;
            /** @description First use by the plugin: from then on `X-Envoy-Signature` is made with it */
            proved_at: string | null;
            /** @description End of the overlap after a rotation; null for the newest */
            expires_at: string | null;
            live: boolean;
        };
        /**
         * @example {
         *       "generation": 2,
         *       "client_secret": "pbs_example_of_a_client_secret",
         *       "webhook_secret": "whsec_cGJzX2V4YW1wbGVfb2ZfYV9jbGllbnRfc2VjcmV0",
         *       "previous_expires_at": "2026-03-03T08:30:00.000Z"
         *     }
         */
        SecretCreated: {
            generation: number;
            /** @description Shown this once */
            client_secret: string;
            /** @description The same secret as libraries for Standard Webhooks take it (`whsec_…`) */
            webhook_secret: string;
            /** @description Until when the generation before it still works */
            previous_expires_at: string | null;
        };
        SecretList: {
            data: components["schemas"]["Secret"][];
        };
        SelectField: {
            /** @description The item of the config that the value is saved to */
            key: string;
            /** @constant */
            type: "select";
            /** Format: line */
            label: string;
            description?: string | null;
            /** @description Whether the step can be submitted without it */
            required?: boolean;
            /** @description The choices; or give `options_url` */
            options?: components["schemas"]["FieldOption"][];
            /** @description Gives the choices */
            options_url?: string | null;
            /** @description Whether several can be chosen */
            multiple?: boolean;
            /** @description Whether `options_url` takes what was typed as `params.search` */
            searchable?: boolean;
            /** @description How `options_url` is asked for more */
            pagination?: ("page" | "cursor") | null;
            /** @description Gives the labels of values chosen earlier */
            selected_values_url?: string | null;
        };
        /**
         * @example {
         *       "data": [
         *         {
         *           "label": "Good to see you",
         *           "value": "Good to see you",
         *           "is_disabled": false
         *         }
         *       ]
         *     }
         */
        SelectedOptions: {
            /** @description What nobody knows any more is left out */
            data: components["schemas"]["Option"][];
        };
        /**
         * @example {
         *       "field": 0,
         *       "value": [
         *         "Good to see you"
         *       ]
         *     }
         */
        SelectedQuery: {
            /** @description Of the step, from 0 */
            field: number;
            /** @description One, or an array */
            value: unknown;
        };
        /**
         * @description A request to the plugin, built again of what is kept of it
         * @example {
         *       "method": "POST",
         *       "url": "https://greeter.example.com/entry-sign-in",
         *       "headers": {
         *         "content-type": "application/json",
         *         "webhook-id": "019cade2-8a61-7d15-8e02-1f3a5b7c9d02",
         *         "webhook-timestamp": "1772442900",
         *         "plugboard-attempt": "1"
         *       },
         *       "body": {
         *         "meta": {
         *           "event": "entry_sign_in",
         *           "install_id": "41",
         *           "config": {
         *             "greeting": "Good to see you"
         *           }
         *         },
         *         "payload": {
         *           "entry": {
         *             "id": 19,
         *             "visitor": "Grace",
         *             "floor": 2
         *           }
         *         }
         *       },
         *       "exact": true,
         *       "release": 1,
         *       "config_revision": 1,
         *       "secret_generation": 1,
         *       "body_sha256": "5f2b8c1d5f2b8c1d5f2b8c1d5f2b8c1d5f2b8c1d5f2b8c1d5f2b8c1d5f2b8c1d",
         *       "signature_check": {
         *         "not_checked": null,
         *         "signatures": [
         *           {
         *             "header": "x-envoy-signature",
         *             "verified_by": 1
         *           },
         *           {
         *             "header": "webhook-signature",
         *             "verified_by": 1
         *           }
         *         ]
         *       }
         *     }
         */
        SentRequest: {
            method: string;
            url: string;
            headers: {
                [key: string]: string;
            };
            /** @description As it was sent, with `••••` for the token and for what is a password in the config. Null where what it was made of is gone */
            body: unknown;
            /** @description Whether it is what was sent, by its hash. Not where the space was changed since, or a revision of the config erased */
            exact: boolean;
            /** @description Of the plugin, when it was sent */
            release: number | null;
            /** @description Of the install */
            config_revision: number;
            /** @description The newest of those that signed */
            secret_generation: number;
            /** @description Of the body as it was sent, in hexadecimal digits; null for all but the plugin’s developer and the host */
            body_sha256: string | null;
            /** @description Null for all but the plugin’s developer and the host */
            signature_check: components["schemas"]["SignatureCheck"] | null;
        };
        /** @description Stores an item, and frees its unique value */
        SetCommand: {
            /** @constant */
            action: "set";
            /** @description 1 to 512 bytes of UTF-8 (unless the server is set otherwise), without NUL */
            key: string;
            /** @description Any JSON, kept byte for byte */
            value: unknown;
            /** @description Only if the key has no item; otherwise the pipeline fails */
            if_absent?: boolean;
            /** @description Only if the item has this version; otherwise the pipeline fails */
            if_version?: number;
            /** @description Seconds after which the item is gone. Without it the item stays */
            ttl?: number;
            /** @description Adds `version` and `expires_at` to the result */
            meta?: boolean;
        };
        /** @description Stores a random string that no other item of the scope holds as its unique value; `null` when all are taken */
        SetUniqueCommand: {
            /** @constant */
            action: "set_unique";
            /** @description 1 to 512 bytes of UTF-8 (unless the server is set otherwise), without NUL */
            key: string;
            /**
             * @description The characters to choose from, each once, no control characters
             * @default 0123456789
             */
            chars: string;
            /**
             * @description How many of them
             * @default 12
             */
            size: number;
            /** @description Adds `version` and `expires_at` to the result */
            meta?: boolean;
        };
        /** @description The same with a random whole number from `min` to `max` */
        SetUniqueNumCommand: {
            /** @constant */
            action: "set_unique_num";
            /** @description 1 to 512 bytes of UTF-8 (unless the server is set otherwise), without NUL */
            key: string;
            /**
             * @description May be text, too
             * @default 0
             */
            min: number;
            /**
             * @description May be text, too
             * @default 9007199254740991
             */
            max: number;
            /** @description Adds `version` and `expires_at` to the result */
            meta?: boolean;
        };
        /**
         * @description What an install still asks of its admin, and what was answered
         * @example {
         *       "install_id": 41,
         *       "status": "active",
         *       "revision": "1.1.0",
         *       "setup_open": false,
         *       "next": null,
         *       "steps": [
         *         {
         *           "number": 0,
         *           "type": "form",
         *           "title": "Greeting",
         *           "required": true,
         *           "state": "done",
         *           "message": null,
         *           "answers": {
         *             "greeting": "Good to see you"
         *           },
         *           "passwords_set": [],
         *           "submitted_by": 3,
         *           "updated_at": "2026-03-02T08:30:00.000Z",
         *           "fields": [
         *             {
         *               "key": "greeting",
         *               "type": "text",
         *               "label": "Greeting",
         *               "required": true,
         *               "calls": []
         *             }
         *           ]
         *         }
         *       ]
         *     }
         */
        Setup: {
            install_id: number;
            /** @enum {string} */
            status: "setup" | "active" | "suspended" | "uninstalled";
            /** @description Also the ETag */
            revision: string;
            /** @description Whether a step is open that is required */
            setup_open: boolean;
            /** @description Number of the first step that is open */
            next: number | null;
            steps: components["schemas"]["SetupStepState"][];
        };
        SetupStep: components["schemas"]["FormStep"] | components["schemas"]["OAuth2Step"] | components["schemas"]["PopupStep"];
        /**
         * @example {
         *       "number": 0,
         *       "type": "form",
         *       "title": "Greeting",
         *       "required": true,
         *       "state": "done",
         *       "message": null,
         *       "answers": {
         *         "greeting": "Good to see you"
         *       },
         *       "passwords_set": [],
         *       "submitted_by": 3,
         *       "updated_at": "2026-03-02T08:30:00.000Z",
         *       "fields": [
         *         {
         *           "key": "greeting",
         *           "type": "text",
         *           "label": "Greeting",
         *           "required": true,
         *           "calls": []
         *         }
         *       ]
         *     }
         */
        SetupStepState: {
            number: number;
            /** @enum {string} */
            type: "form" | "oauth2" | "popup";
            title: string;
            /** @description Whether the install is not set up without it */
            required: boolean;
            /** @enum {string} */
            state: "done" | "open";
            /** @description Why it did not come about, as the plugin or the service says */
            message: string | null;
            /** @description By the keys of the fields, without passwords */
            answers: {
                [key: string]: unknown;
            };
            /** @description Keys of what only the plugin reads back, and that has a value: of a password field it stays where none is submitted */
            passwords_set: string[];
            /** @description Null for the host, and for nobody yet */
            submitted_by: number | null;
            updated_at: string | null;
            /** @description Of a form */
            fields?: components["schemas"]["ShownField"][];
            /** @description Of an OAuth2 step */
            authorize_url?: string;
            /** @description Of a popup step */
            content_url?: string;
            /** @description Of a step with a window: where the window comes back to. Of an OAuth2 step it is the redirect URI to register at the service */
            callback_url?: string;
        };
        /**
         * @example {
         *       "url": "https://crm.example.com/oauth/authorize?response_type=code&client_id=greeter&state=pbw_example",
         *       "expires_at": "2026-03-02T08:30:00.000Z"
         *     }
         */
        SetupWindow: {
            /** @description To be opened in a window of the person who asked */
            url: string;
            /** Format: date-time */
            expires_at: string;
        };
        ShownCheckboxField: {
            /** @description The item of the config that the value is saved to */
            key: string;
            /** @constant */
            type: "checkbox";
            /** Format: line */
            label: string;
            description?: string | null;
            /** @description Whether the step can be submitted without it */
            required?: boolean;
            /** @description What the plugin is asked about the field while it is filled */
            calls: ("options" | "selected_values" | "remote_value")[];
        };
        ShownField: components["schemas"]["ShownTextField"] | components["schemas"]["ShownPasswordField"] | components["schemas"]["ShownCheckboxField"] | components["schemas"]["ShownSelectField"] | components["schemas"]["ShownLinkField"] | components["schemas"]["ShownInfoField"] | components["schemas"]["ShownResourceSelectField"] | components["schemas"]["ShownMappingField"];
        ShownInfoField: {
            /** @description The item of the config that the value is saved to */
            key: string;
            /** @constant */
            type: "info";
            /** Format: line */
            label: string;
            description?: string | null;
            /** @description Whether the step can be submitted without it */
            required?: boolean;
            /** @description What is shown; or give `remote_value_url` */
            text?: string | null;
            /** @description What the plugin is asked about the field while it is filled */
            calls: ("options" | "selected_values" | "remote_value")[];
        };
        ShownLinkField: {
            /** @description The item of the config that the value is saved to */
            key: string;
            /** @constant */
            type: "link";
            /** Format: line */
            label: string;
            description?: string | null;
            /** @description Whether the step can be submitted without it */
            required?: boolean;
            /** @description Where it leads; or give `remote_value_url` */
            url?: string | null;
            /**
             * @description Default `tab`
             * @enum {string}
             */
            target?: "tab" | "popup";
            /** @description What the plugin is asked about the field while it is filled */
            calls: ("options" | "selected_values" | "remote_value")[];
        };
        ShownMappingField: {
            /** @description The item of the config that the value is saved to */
            key: string;
            /** @constant */
            type: "mapping";
            /** Format: line */
            label: string;
            description?: string | null;
            /** @description Whether the step can be submitted without it */
            required?: boolean;
            /** @description What is mapped; or give `left_options_url` */
            left_options?: components["schemas"]["FieldOption"][];
            right_field: components["schemas"]["ShownMappingRightField"];
            /** @description What the plugin is asked about the field while it is filled */
            calls: ("options" | "selected_values" | "remote_value")[];
        };
        ShownMappingRightField: components["schemas"]["ShownMappingText"] | components["schemas"]["ShownMappingSelect"];
        ShownMappingSelect: {
            /** @constant */
            type: "select";
            /** @description The choices; or give `options_url` */
            options?: components["schemas"]["FieldOption"][];
            /** @description Whether several can be chosen */
            multiple?: boolean;
            /** @description Whether `options_url` takes what was typed as `params.search` */
            searchable?: boolean;
            /** @description How `options_url` is asked for more */
            pagination?: ("page" | "cursor") | null;
            /** @description What the plugin is asked about the field while it is filled */
            calls?: ("options" | "selected_values" | "remote_value")[];
        };
        ShownMappingText: {
            /** @constant */
            type: "text";
        };
        ShownPasswordField: {
            /** @description The item of the config that the value is saved to */
            key: string;
            /** @constant */
            type: "password";
            /** Format: line */
            label: string;
            description?: string | null;
            /** @description Whether the step can be submitted without it */
            required?: boolean;
            placeholder?: string | null;
            /** @description What the plugin is asked about the field while it is filled */
            calls: ("options" | "selected_values" | "remote_value")[];
        };
        ShownResourceSelectField: {
            /** @description The item of the config that the value is saved to */
            key: string;
            /** @constant */
            type: "resource_select";
            /** Format: line */
            label: string;
            description?: string | null;
            /** @description Whether the step can be submitted without it */
            required?: boolean;
            /** @description `members`, or a kind of the host's resources */
            resource: string;
            /** @description Whether several can be chosen */
            multiple?: boolean;
            /** @description What the plugin is asked about the field while it is filled */
            calls: ("options" | "selected_values" | "remote_value")[];
        };
        ShownSelectField: {
            /** @description The item of the config that the value is saved to */
            key: string;
            /** @constant */
            type: "select";
            /** Format: line */
            label: string;
            description?: string | null;
            /** @description Whether the step can be submitted without it */
            required?: boolean;
            /** @description The choices; or give `options_url` */
            options?: components["schemas"]["FieldOption"][];
            /** @description Whether several can be chosen */
            multiple?: boolean;
            /** @description Whether `options_url` takes what was typed as `params.search` */
            searchable?: boolean;
            /** @description How `options_url` is asked for more */
            pagination?: ("page" | "cursor") | null;
            /** @description What the plugin is asked about the field while it is filled */
            calls: ("options" | "selected_values" | "remote_value")[];
        };
        ShownTextField: {
            /** @description The item of the config that the value is saved to */
            key: string;
            /** @constant */
            type: "text";
            /** Format: line */
            label: string;
            description?: string | null;
            /** @description Whether the step can be submitted without it */
            required?: boolean;
            placeholder?: string | null;
            /** @description Whether line breaks can be typed */
            multiline?: boolean;
            /** @description What the plugin is asked about the field while it is filled */
            calls: ("options" | "selected_values" | "remote_value")[];
        };
        SidebarPlacement: {
            /** @description Shown in the sidebar */
            icon?: string | null;
        };
        /**
         * @example {
         *       "url": "https://plugboard.example.com/sign-in/link/pbl_example",
         *       "expires_at": "2026-03-02T09:05:00.000Z"
         *     }
         */
        SignInLink: {
            /** @description Works once: send the browser of that user there */
            url: string;
            /** Format: date-time */
            expires_at: string;
        };
        /**
         * @description Whether the signatures of a request are those of its body, by the secrets of now
         * @example {
         *       "not_checked": null,
         *       "signatures": [
         *         {
         *           "header": "x-envoy-signature",
         *           "verified_by": 1
         *         },
         *         {
         *           "header": "webhook-signature",
         *           "verified_by": 1
         *         }
         *       ]
         *     }
         */
        SignatureCheck: {
            /**
             * @description Why nothing is known of them; null where they were checked:
             *
             *     - `token`: a token was in the body, which is kept nowhere, so that the signed body cannot be built again
             *     - `changed`: the body that is shown is not what was sent (`exact`)
             *     - `gone`: what the body was made of is gone
             *     - `secret`: a secret of the plugin cannot be opened, as its key is missing
             */
            not_checked: ("token" | "changed" | "gone" | "secret") | null;
            /** @description Each that was sent, in the order of the headers */
            signatures: components["schemas"]["CheckedSignature"][];
        };
        /**
         * @description A customer of the host
         * @example {
         *       "id": 7,
         *       "name": "Acme",
         *       "plan_level": 2,
         *       "development": false,
         *       "attributes": {
         *         "domain": "acme.example",
         *         "city": "Zurich"
         *       },
         *       "created_at": "2026-03-02T08:30:00.000Z",
         *       "updated_at": "2026-03-02T08:30:00.000Z"
         *     }
         */
        Space: {
            id: number;
            name: string;
            plan_level: number | null;
            /** @description Whether it is the space of a development install: its developer is its one member, and it hears sample events alone */
            development: boolean;
            /** @description What plugins are told about the space, as a JSON object of at most 64 KiB */
            attributes: {
                [key: string]: unknown;
            };
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            updated_at: string;
        };
        /**
         * @description As Storyblok writes errors
         * @example [
         *       "This record could not be found"
         *     ]
         */
        SpaceApiError: string[] | {
            error: string;
        } | {
            [key: string]: string[];
        };
        /**
         * @example {
         *       "id": 7,
         *       "name": "Acme",
         *       "domain": "acme.example",
         *       "plan_level": 2
         *     }
         */
        SpaceInfo: {
            id: number;
            name: string;
            /** @description The space's attribute `domain` */
            domain: string | null;
            plan_level: number | null;
        };
        /**
         * @description A space, as Storyblok writes it
         * @example {
         *       "id": 7,
         *       "name": "Acme",
         *       "domain": "acme.example",
         *       "plan_level": 2
         *     }
         */
        SpaceObject: {
            id: number;
            name: string;
            /** @description `domain` of its attributes */
            domain: string | null;
            plan_level: number | null;
        };
        SpaceOfToken: {
            id: number;
            name: string;
        };
        SpacePage: {
            data: components["schemas"]["Space"][];
            /**
             * @description Null on the last page
             * @example null
             */
            next_cursor: string | null;
        };
        /**
         * @example {
         *       "plan_level": 3
         *     }
         */
        SpacePatch: {
            /** Format: line */
            name?: string;
            /** @description What the space has paid for; plugins may ask for a minimum */
            plan_level?: number | null;
            /** @description What plugins are told about the space, as a JSON object of at most 64 KiB; replaces the whole */
            attributes?: {
                [key: string]: unknown;
            };
        };
        SpacesToAgree: {
            /** @description Whose admin is asked: until then they keep what was agreed before */
            spaces: number;
            /** @description Of which any of them is asked */
            scopes: string[];
            /** @description The same of events */
            events: string[];
        };
        /**
         * @description Counted while requests are made, and written every few seconds: the last ones are missing for a moment. Requests of development installs are not counted
         * @example {
         *       "since": "2026-03-02T09:00:00.000Z",
         *       "until": "2026-03-02T10:00:00.000Z",
         *       "step": 3600,
         *       "attempts": 12,
         *       "done": 9,
         *       "ignored": 1,
         *       "failed": 0,
         *       "ongoing": 0,
         *       "retried": 2,
         *       "latency_ms": {
         *         "p50": 84,
         *         "p95": 310,
         *         "p99": 640
         *       },
         *       "series": [
         *         {
         *           "at": "2026-03-02T09:00:00.000Z",
         *           "attempts": 12,
         *           "done": 9,
         *           "ignored": 1,
         *           "failed": 0,
         *           "ongoing": 0,
         *           "retried": 2,
         *           "latency_ms": {
         *             "p50": 84,
         *             "p95": 310,
         *             "p99": 640
         *           }
         *         }
         *       ]
         *     }
         */
        Stats: {
            /** Format: date-time */
            since: string;
            /** Format: date-time */
            until: string;
            /** @description Seconds */
            step: number;
            /** @description Requests that were made */
            attempts: number;
            done: number;
            ignored: number;
            /** @description The plugin said so, or it was the last attempt */
            failed: number;
            /** @description The plugin took the job, to settle it later */
            ongoing: number;
            /** @description Failed, and the job is tried again */
            retried: number;
            latency_ms: components["schemas"]["Latency"];
            /** @description Each of `step` seconds from `at` on, the last one until now */
            series: components["schemas"]["StatsStep"][];
        };
        /**
         * @example {
         *       "at": "2026-03-02T09:00:00.000Z",
         *       "attempts": 12,
         *       "done": 9,
         *       "ignored": 1,
         *       "failed": 0,
         *       "ongoing": 0,
         *       "retried": 2,
         *       "latency_ms": {
         *         "p50": 84,
         *         "p95": 310,
         *         "p99": 640
         *       }
         *     }
         */
        StatsStep: {
            /** Format: date-time */
            at: string;
            /** @description Requests that were made */
            attempts: number;
            done: number;
            ignored: number;
            /** @description The plugin said so, or it was the last attempt */
            failed: number;
            /** @description The plugin took the job, to settle it later */
            ongoing: number;
            /** @description Failed, and the job is tried again */
            retried: number;
            latency_ms: components["schemas"]["Latency"];
        };
        StepChange: {
            /** @enum {string} */
            kind: "step_added" | "step_removed" | "step_moved" | "step_changed" | "step_secret_changed";
            /** @description Its place now, from 0; of one that was removed, the place it had */
            step: number;
            /** @description Of the step */
            title: string;
            /** @enum {string} */
            type: "form" | "oauth2" | "popup";
            /** @description Of the step, of `step_changed` */
            member?: string;
            /** @description What it said before, as it was written; left out where it said nothing */
            from?: unknown;
            /** @description What it says now; left out where it says nothing any more */
            to?: unknown;
        };
        /**
         * @example {
         *       "payload": {
         *         "greeting": "Good to see you"
         *       }
         *     }
         */
        StepPayload: {
            /** @description By the keys of the fields */
            payload: {
                [key: string]: unknown;
            };
        };
        StorageCommand: components["schemas"]["GetCommand"] | components["schemas"]["SetCommand"] | components["schemas"]["SetUniqueCommand"] | components["schemas"]["SetUniqueNumCommand"] | components["schemas"]["UnsetCommand"] | components["schemas"]["IncrementCommand"] | components["schemas"]["ListCommand"];
        StorageItem: {
            key: string;
            /** @description Any JSON */
            value: unknown;
            /** @description With `meta` */
            version?: number;
            /** @description With `meta` */
            expires_at?: string | null;
        };
        /**
         * @example {
         *       "install_id": "41",
         *       "commands": [
         *         {
         *           "action": "increment",
         *           "key": "greeted"
         *         },
         *         {
         *           "action": "get",
         *           "key": "vr:entry:19"
         *         }
         *       ]
         *     }
         */
        StoragePipeline: {
            /** @description Whose items: an install's; by default the plugin's own */
            install_id?: string | number | null;
            /** @description Run in order, each seeing what those before it did; all take effect, or none */
            commands: components["schemas"]["StorageCommand"][];
        };
        StorageResult: components["schemas"]["StorageItem"] | components["schemas"]["StorageItem"][] | null;
        /**
         * @example {
         *       "data": [
         *         {
         *           "key": "greeted",
         *           "value": 1
         *         },
         *         null
         *       ]
         *     }
         */
        StorageResults: {
            /** @description For each command, in order: an item, for `list` an array of items, or null */
            data: components["schemas"]["StorageResult"][];
        };
        /**
         * @example {
         *       "key": "greeted",
         *       "value": 1
         *     }
         */
        StoredItem: {
            key: string;
            /** @description Any JSON */
            value: unknown;
        };
        /**
         * @example {
         *       "type": "job.updated",
         *       "id": "019cade2-8a61-7d15-8e02-1f3a5b7c9d02",
         *       "install_id": 41,
         *       "status": "done",
         *       "at": "2026-03-02T09:15:00.840Z"
         *     }
         */
        StreamChange: {
            /** @enum {string} */
            type: "job.updated" | "install.changed" | "attempt.finished";
            /** @description Of the job, which is also named by its attempts; or of the install */
            id: string | number;
            install_id: number;
            /** @description Of the job or the install; of an attempt where it ended, as its `stage` */
            status: string;
            /** Format: date-time */
            at: string;
        };
        Subscription: {
            /** @description An event type of the host, or a lifecycle event such as `plugin_installed` */
            name: string;
            /**
             * Format: uri
             * @description The worker: where jobs of this event are sent
             */
            url: string;
            /** @description Which payloads to hear. An object names fields of the payload, nested ones by nested objects; every named field must match. A field lists what it may be: plain values, or operators `{"prefix"}`, `{"suffix"}`, `{"exists": bool}`, `{"anything_but": []}`, `{"numeric": [">", 5, "<=", 10]}`. Numbers are compared as they are written, however many digits they have */
            filter?: Record<string, never> | null;
        };
        /**
         * @example {
         *       "since": "2026-03-02T09:00:00.000Z",
         *       "until": "2026-03-02T10:00:00.000Z",
         *       "step": 3600,
         *       "events": 9,
         *       "jobs": {
         *         "done": 8,
         *         "ongoing": 0,
         *         "waiting": 0,
         *         "retrying": 0,
         *         "failed": 1,
         *         "ignored": 0,
         *         "parked": 0,
         *         "cancelled": 0
         *       },
         *       "series": [
         *         {
         *           "at": "2026-03-02T09:00:00.000Z",
         *           "events": 9,
         *           "done": 8,
         *           "failed": 1,
         *           "other": 0
         *         }
         *       ],
         *       "complete": true
         *     }
         */
        Summary: {
            /** Format: date-time */
            since: string;
            /** Format: date-time */
            until: string;
            /** @description Seconds */
            step: number;
            /** @description Of the space; of an install those that it was given */
            events: number;
            jobs: components["schemas"]["JobCounts"];
            /** @description Each of `step` seconds from `at` on, the last one until now */
            series: components["schemas"]["SummaryStep"][];
            /** @description False where there was more than is counted: the newest 1,000,000 events of a space, and 250,000 jobs of each install */
            complete: boolean;
        };
        /**
         * @example {
         *       "at": "2026-03-02T09:00:00.000Z",
         *       "events": 9,
         *       "done": 8,
         *       "failed": 1,
         *       "other": 0
         *     }
         */
        SummaryStep: {
            /** Format: date-time */
            at: string;
            events: number;
            done: number;
            failed: number;
            /** @description Jobs that are neither done nor failed */
            other: number;
        };
        /**
         * @example {
         *       "reason": "Sends visitor lists to a third party"
         *     }
         */
        SuspendPlugin: {
            /**
             * Format: text
             * @description Told to its developer
             */
            reason?: string;
        };
        TextField: {
            /** @description The item of the config that the value is saved to */
            key: string;
            /** @constant */
            type: "text";
            /** Format: line */
            label: string;
            description?: string | null;
            /** @description Whether the step can be submitted without it */
            required?: boolean;
            placeholder?: string | null;
            /** @description Whether line breaks can be typed */
            multiline?: boolean;
            /** @description Gives the value that is shown first */
            remote_value_url?: string | null;
        };
        ToMany: {
            data: components["schemas"]["ResourceIdentifier"][];
            links?: components["schemas"]["RelatedLinks"];
        };
        ToNone: {
            data: null;
        };
        ToOne: {
            data: components["schemas"]["ResourceIdentifier"];
        };
        /**
         * @example {
         *       "token_type": "Bearer",
         *       "access_token": "pba_example_of_an_access_token",
         *       "expires_in": 3600,
         *       "refresh_token": "pbr_example_of_a_refresh_token",
         *       "refresh_token_expires_in": 2592000,
         *       "scope": "plugin token.refresh"
         *     }
         */
        Token: {
            /** @constant */
            token_type: "Bearer";
            access_token: string;
            /** @description Seconds */
            expires_in: number;
            /** @description With the scope `token.refresh`, for `plugin_install` without a scope, and always for a consent */
            refresh_token?: string;
            /** @description Seconds */
            refresh_token_expires_in?: number;
            scope: string;
        };
        /**
         * @example {
         *       "token": "pba_example_of_an_access_token",
         *       "client_id": "pbc_gR7cV2mXq9",
         *       "client_secret": "pbs_example_of_a_client_secret"
         *     }
         */
        TokenQuestion: {
            token: string;
            /** @description Not needed */
            token_type_hint?: string;
            /** @description Unless sent by HTTP Basic */
            client_id?: string;
            /** @description Unless sent by HTTP Basic, or by a public client, which has none */
            client_secret?: string;
        };
        /**
         * @example {
         *       "grant_type": "client_credentials",
         *       "client_id": "pbc_gR7cV2mXq9",
         *       "client_secret": "pbs_example_of_a_client_secret",
         *       "scope": "plugin token.refresh"
         *     }
         */
        TokenRequest: {
            /** @enum {string} */
            grant_type: "authorization_code" | "client_credentials" | "refresh_token" | "plugin_install";
            /** @description Unless sent by HTTP Basic */
            client_id?: string;
            /** @description Unless sent by HTTP Basic, or by a public client, which has none */
            client_secret?: string;
            /** @description Separated by spaces or commas, or an array */
            scope?: string | string[];
            /** @description For `authorization_code` */
            code?: string;
            /** @description For `authorization_code`, where its request had one; a client that sends its secret may leave it out */
            redirect_uri?: string;
            /** @description For `authorization_code`, where its request had a challenge */
            code_verifier?: string;
            /** @description For `refresh_token` */
            refresh_token?: string;
            /** @description For `plugin_install` */
            install_id?: string | number;
        };
        /**
         * @description How many a release touches once everybody is on it, compared to what they run now: numbers, whoever asks
         * @example {
         *       "installs": 12,
         *       "spaces_to_agree": {
         *         "spaces": 12,
         *         "scopes": [
         *           "entries.write"
         *         ],
         *         "events": []
         *       },
         *       "installs_back_to_setup": 0,
         *       "installs_below_plan": 1,
         *       "endpoints_moved": 1,
         *       "jobs_waiting": 3
         *     }
         */
        Touches: {
            /** @description That have not ended, without those of developers */
            installs: number;
            spaces_to_agree: components["schemas"]["SpacesToAgree"];
            /** @description That are set up, and have a required step open then: `setup_open`. They go on hearing events. A password that was not required before counts as not given */
            installs_back_to_setup: number;
            /** @description In spaces whose plan is less than the release needs */
            installs_below_plan: number;
            /** @description Events that are sent to another URL than now */
            endpoints_moved: number;
            /** @description Jobs of these installs that are queued or under way; more than 10000 are not counted */
            jobs_waiting: number;
        };
        /** @description Removes the item and answers it, or `null` */
        UnsetCommand: {
            /** @constant */
            action: "unset";
            /** @description 1 to 512 bytes of UTF-8 (unless the server is set otherwise), without NUL */
            key: string;
            /** @description Adds `version` and `expires_at` to the result */
            meta?: boolean;
        };
        /**
         * @description A job as plugins know it; with `fields=all` the whole
         * @example {
         *       "id": "019cade2-8a61-7d15-8e02-1f3a5b7c9d02",
         *       "name": "entry_sign_in",
         *       "identifier": "vr:entry:19"
         *     }
         */
        UpdatedJob: {
            id: string;
            name: string;
            identifier: string | null;
            space_id?: string;
            install_id?: string;
            plugin_id?: string;
            plugin_slug?: string;
            plugin_name?: string;
            plugin_icon?: string | null;
            event_id?: string;
            /** @enum {string} */
            status?: "queued" | "ongoing" | "done" | "ignored" | "failed" | "parked" | "cancelled";
            /** @description What the plugin said */
            status_message?: string | null;
            failure_reason?: string | null;
            /** @description plugin, platform */
            settled_by?: string | null;
            /**
             * @description Why the platform settled it; null where the plugin did, or somebody withdrew it:
             *
             *     - `attempts_exhausted`: no attempt succeeded
             *     - `timed_out`: the plugin accepted it, and did not settle it in time
             *     - `not_subscribed`: the plugin does not hear its event any more
             *     - `not_granted`: the install is not granted its event any more
             *     - `missing_scope`: the install does not have the scope that its event requires
             *     - `reinstalled`, `uninstalled`: since it was made, its install was
             */
            settled_reason?: ("attempts_exhausted" | "timed_out" | "not_subscribed" | "not_granted" | "missing_scope" | "reinstalled" | "uninstalled") | null;
            settled_at?: string | null;
            /** @description endpoint_disabled, suspended, plugin_suspended, attempts_exhausted */
            parked_reason?: string | null;
            /** Format: date-time */
            created_at?: string;
        };
        /**
         * @example {
         *       "url": "https://plugboard.example.com/images/icon.png",
         *       "type": "image/png",
         *       "bytes": 4096
         *     }
         */
        UploadedImage: {
            /** @description What to write into the manifest of a plugin */
            url: string;
            /**
             * @description What it is by its content, whatever its name says
             * @enum {string}
             */
            type: "image/png" | "image/jpeg" | "image/gif" | "image/webp" | "image/avif";
            bytes: number;
        };
        /**
         * @description Somebody who belongs to spaces
         * @example {
         *       "id": 3,
         *       "email": "ada@example.com",
         *       "friendly_name": "Ada",
         *       "lang": "en",
         *       "is_operator": false,
         *       "has_password": false,
         *       "created_at": "2026-03-02T08:30:00.000Z"
         *     }
         */
        User: {
            id: number;
            email: string;
            friendly_name: string;
            /** @description Language of the pages they see, and what plugins are told (BCP 47), such as `en` or `de-CH`; null for what their browser asks for */
            lang: string | null;
            is_operator: boolean;
            /** @description Whether they can sign in with a password */
            has_password: boolean;
            /** Format: date-time */
            created_at: string;
        };
        /**
         * @example {
         *       "user": {
         *         "id": 3,
         *         "email": "ada@example.com",
         *         "friendly_name": "Ada"
         *       },
         *       "space": {
         *         "id": 7,
         *         "name": "Acme"
         *       },
         *       "roles": [
         *         {
         *           "name": "admin"
         *         }
         *       ]
         *     }
         */
        UserInfo: {
            user: components["schemas"]["UserOfToken"];
            space: components["schemas"]["SpaceOfToken"];
            roles: components["schemas"]["RoleOfToken"][];
        };
        /**
         * @description A person, as Storyblok writes them
         * @example {
         *       "id": 3,
         *       "email": "ada@example.com",
         *       "friendly_name": "Ada",
         *       "userid": "ada@example.com",
         *       "lang": "en",
         *       "created_at": "2026-03-02T08:30:00.000Z",
         *       "has_org": false,
         *       "org": {},
         *       "has_partner": false
         *     }
         */
        UserObject: {
            id: number;
            /** @description What they sign in with: their address */
            userid: string;
            email: string;
            friendly_name: string;
            /** @description Null for who chose none */
            lang: string | null;
            /** Format: date-time */
            created_at: string;
            /** @description False: people belong to spaces alone */
            has_org: boolean;
            /** @description Empty, as for whoever has none */
            org: Record<string, never>;
            /** @description False */
            has_partner: boolean;
        };
        UserOfToken: {
            id: number;
            friendly_name: string;
            email: string;
        };
        UserPage: {
            data: components["schemas"]["User"][];
            /**
             * @description Null on the last page
             * @example null
             */
            next_cursor: string | null;
        };
        /**
         * @example {
         *       "lang": "de-CH"
         *     }
         */
        UserPatch: {
            /** Format: email */
            email?: string;
            /**
             * Format: line
             * @description How people call them
             */
            friendly_name?: string;
            /** @description At least 8 characters and at most 1,024 bytes; not one that everybody tries first */
            password?: string | null;
            /** @description Language of the pages they see, and what plugins are told (BCP 47), such as `en` or `de-CH`; null for what their browser asks for */
            lang?: string | null;
            /** @description Runs this installation: reviews plugins, and sees every space. Made on the server only (`plugboard sign-in-link --operator`) */
            is_operator?: boolean;
        };
    };
    responses: {
        /** @description The request was refused, or cannot be served now */
        Problem: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "about:blank",
                 *       "status": 422,
                 *       "code": "invalid",
                 *       "title": "The request is not valid",
                 *       "detail": "There is no space 99",
                 *       "errors": [
                 *         {
                 *           "pointer": "/space_id",
                 *           "message": "There is no space 99"
                 *         }
                 *       ]
                 *     }
                 */
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The request was refused, or cannot be served now */
        JsonApiErrors: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "errors": [
                 *         {
                 *           "status": "404",
                 *           "code": "install_not_found",
                 *           "title": "Install not found",
                 *           "detail": "There is no such live install of this plugin"
                 *         }
                 *       ]
                 *     }
                 */
                "application/json": components["schemas"]["JsonApiErrors"];
                /**
                 * @example {
                 *       "errors": [
                 *         {
                 *           "status": "404",
                 *           "code": "install_not_found",
                 *           "title": "Install not found",
                 *           "detail": "There is no such live install of this plugin"
                 *         }
                 *       ]
                 *     }
                 */
                "application/vnd.api+json": components["schemas"]["JsonApiErrors"];
            };
        };
        /** @description The request was refused, or cannot be served now */
        OAuthError: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "error": "invalid_client",
                 *       "error_description": "The client secret is wrong"
                 *     }
                 */
                "application/json": components["schemas"]["OAuthError"];
            };
        };
        /** @description The request was refused, or cannot be served now */
        SpaceApiError: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example [
                 *       "This record could not be found"
                 *     ]
                 */
                "application/json": components["schemas"]["SpaceApiError"];
            };
        };
    };
    parameters: {
        /** @description Makes it safe to send the request again: for 24 hours the same key and body give the same answer, and another body is refused */
        IdempotencyKey: string;
    };
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    listActivity: {
        parameters: {
            query?: {
                space_id?: number;
                install_id?: number;
                plugin_id?: number;
                event_id?: string;
                name?: string;
                identifier?: string;
                /**
                 * @description - `done`, `ignored`, `failed`: the verdict
                 *     - `ongoing`: the plugin accepted it, and will settle it
                 *     - `waiting`: its job is queued, and no request of it has failed: none was made yet, or the first is under way
                 *     - `retrying`: its job is queued after a request that failed
                 *     - `parked`: set aside until its endpoint is enabled, or its install or plugin resumed
                 *     - `cancelled`: withdrawn
                 *     - `not_delivered`: the plugin hears such events, and was not given this one: the decision is `filtered`, `suspended`, `setup_incomplete`, `not_granted` or `missing_scope`
                 */
                outcome?: "done" | "ongoing" | "waiting" | "retrying" | "failed" | "ignored" | "parked" | "cancelled" | "not_delivered";
                /** @description Taken in then or later */
                since?: string;
                /** @description Taken in before */
                until?: string;
                limit?: number;
                /** @description next_cursor of the page before */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": [
                     *         {
                     *           "id": "019cade2-8a60-7b3f-9c41-5d2e7f8a9b01",
                     *           "space_id": 7,
                     *           "name": "entry_sign_in",
                     *           "title": "A visitor signed in",
                     *           "identifier": "vr:entry:19",
                     *           "occurred_at": "2026-03-02T09:15:00.000Z",
                     *           "created_at": "2026-03-02T09:15:00.000Z",
                     *           "user_id": null,
                     *           "decisions": [
                     *             {
                     *               "install_id": 41,
                     *               "plugin_id": 12,
                     *               "plugin_slug": "greeter",
                     *               "plugin_name": "Greeter",
                     *               "plugin_icon": "//plugboard.example.com/images/icon.png",
                     *               "decision": "delivered",
                     *               "job": {
                     *                 "id": "019cade2-8a61-7d15-8e02-1f3a5b7c9d02",
                     *                 "status": "done",
                     *                 "status_message": "Greeted",
                     *                 "failure_reason": null,
                     *                 "settled_reason": null,
                     *                 "attempts": 1,
                     *                 "last_status_code": 200,
                     *                 "next_attempt_at": null,
                     *                 "max_attempts": null,
                     *                 "settled_at": "2026-03-02T09:15:00.840Z"
                     *               }
                     *             }
                     *           ]
                     *         }
                     *       ],
                     *       "next_cursor": null
                     *     }
                     */
                    "application/json": components["schemas"]["ActivityEventPage"];
                };
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    listAuditEntries: {
        parameters: {
            query?: {
                limit?: number;
                /** @description next_cursor of the page before */
                cursor?: string;
                /** @description Such as `user:3`, `host:2`, `system`; `host` is the key of the settings */
                actor?: string;
                action?: "app_settings.updated" | "backfill.cancelled" | "backfill.created" | "collaborator.added" | "collaborator.removed" | "collaborator.updated" | "config.restored" | "config.updated" | "developer.invited" | "developer.joined" | "developer.removed" | "developer_invitation.withdrawn" | "endpoint.disabled" | "endpoint.enabled" | "event_type.created" | "event_type.deleted" | "event_type.updated" | "grant.created" | "grant.revoked" | "host_key.created" | "host_key.revoked" | "install.created" | "install.erased" | "install.granted" | "install.restored" | "install.resumed" | "install.suspended" | "install.uninstalled" | "install.updated" | "job.cancelled" | "job.resent" | "job.retried" | "member.added" | "member.removed" | "member.updated" | "notification.acted" | "personal_token.created" | "personal_token.revoked" | "portal_link.created" | "portal_session.ended" | "portal_session.started" | "portal_token.created" | "plugin.created" | "plugin.deleted" | "plugin.erased" | "plugin.resumed" | "plugin.suspended" | "plugin.updated" | "release.approved" | "release.created" | "release.rejected" | "release.rolled_back" | "release.rolled_out" | "release.stopped" | "release.submitted" | "release.tried" | "rehearsal.cancelled" | "rehearsal.created" | "replay.cancelled" | "replay.created" | "resource_type.created" | "resource_type.deleted" | "resource_type.updated" | "scope.created" | "scope.deleted" | "scope.updated" | "secret.rotated" | "secret.withdrawn" | "session.ended" | "session.refused" | "session.started" | "setup_step.submitted" | "sign_in_link.created" | "space.created" | "space.deleted" | "space.updated" | "user.created" | "user.deleted" | "user.updated";
                /** @description Such as `install:41` or `release:12/3` */
                target?: string;
                space_id?: number;
                since?: string;
                /** @description Before this time */
                until?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": [
                     *         {
                     *           "id": "019cade2-8a62-7f21-a5b6-0c9d8e7f6a03",
                     *           "at": "2026-03-02T08:30:00.000Z",
                     *           "actor": {
                     *             "kind": "user",
                     *             "id": 3,
                     *             "name": "Ada"
                     *           },
                     *           "action": "config.updated",
                     *           "target": {
                     *             "type": "install",
                     *             "id": "41"
                     *           },
                     *           "space_id": 7,
                     *           "request_id": "req-1x",
                     *           "changed": [
                     *             "/greeting"
                     *           ],
                     *           "details_hash": "5f5f5f5f5f5f5f5f5f5f5f5f5f5f5f5f5f5f5f5f5f5f5f5f5f5f5f5f5f5f5f5f",
                     *           "prev_hash": "3c3c3c3c3c3c3c3c3c3c3c3c3c3c3c3c3c3c3c3c3c3c3c3c3c3c3c3c3c3c3c3c",
                     *           "hash": "a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1",
                     *           "details": {
                     *             "email": "ada@example.com",
                     *             "address": "192.0.2.7",
                     *             "user_agent": "Mozilla/5.0"
                     *           }
                     *         }
                     *       ],
                     *       "next_cursor": null
                     *     }
                     */
                    "application/json": components["schemas"]["AuditEntryPage"];
                };
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    getBackfill: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 2 */
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Events of the past that an install is told of */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": 2,
                     *       "install_id": 41,
                     *       "days": 7,
                     *       "events": [
                     *         "entry_sign_in"
                     *       ],
                     *       "state": "running",
                     *       "total": 900,
                     *       "done": 120,
                     *       "failed": 0,
                     *       "created_at": "2026-03-02T09:15:00.840Z",
                     *       "finished_at": null
                     *     }
                     */
                    "application/json": components["schemas"]["Backfill"];
                };
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    cancelBackfill: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 2 */
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Events of the past that an install is told of */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": 2,
                     *       "install_id": 41,
                     *       "days": 7,
                     *       "events": [
                     *         "entry_sign_in"
                     *       ],
                     *       "state": "cancelled",
                     *       "total": 900,
                     *       "done": 120,
                     *       "failed": 0,
                     *       "created_at": "2026-03-02T09:15:00.840Z",
                     *       "finished_at": "2026-03-02T09:16:00.000Z"
                     *     }
                     */
                    "application/json": components["schemas"]["Backfill"];
                };
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    getBrand: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "name": "Plugboard",
                     *       "logo_url": "https://plugboard.example.com/assets/logo.0f1e2d3c4b5a6978.svg",
                     *       "accent": "#3b4fd8"
                     *     }
                     */
                    "application/json": components["schemas"]["Brand"];
                };
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    listCatalog: {
        parameters: {
            query?: {
                limit?: number;
                /** @description next_cursor of the page before */
                cursor?: string;
                /** @description Words of which each must occur, in whatever case, in name, intro, description, author or a category; what the name matches comes first */
                search?: string;
                category?: string;
                /** @description Tells of each whether this space has the plan for it, and whether it is installed */
                space_id?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": [
                     *         {
                     *           "id": 12,
                     *           "slug": "greeter",
                     *           "name": "Greeter",
                     *           "origin": "partner",
                     *           "intro": "Greets visitors",
                     *           "author": "Acme",
                     *           "icon": "//plugboard.example.com/images/icon.png",
                     *           "screenshot": null,
                     *           "categories": [
                     *             "visitors"
                     *           ],
                     *           "placements": {
                     *             "sidebar": true,
                     *             "toolbar": false
                     *           },
                     *           "plan_level": null,
                     *           "scopes": [
                     *             {
                     *               "name": "entries.write",
                     *               "description": "Change entries"
                     *             }
                     *           ],
                     *           "optional_scopes": [],
                     *           "events": [
                     *             {
                     *               "name": "entry_sign_in",
                     *               "description": "A visitor signed in"
                     *             }
                     *           ],
                     *           "release": {
                     *             "number": 1,
                     *             "published_at": "2026-03-02T08:30:00.000Z"
                     *           },
                     *           "in_space": {
                     *             "fits_plan": true,
                     *             "install": {
                     *               "id": 41,
                     *               "status": "active"
                     *             },
                     *             "restorable": null
                     *           }
                     *         }
                     *       ],
                     *       "next_cursor": null
                     *     }
                     */
                    "application/json": components["schemas"]["CatalogEntryPage"];
                };
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    getCatalogPlugin: {
        parameters: {
            query?: {
                /** @description Tells of each whether this space has the plan for it, and whether it is installed */
                space_id?: number;
            };
            header?: never;
            path: {
                /** @example greeter */
                slug: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": 12,
                     *       "slug": "greeter",
                     *       "name": "Greeter",
                     *       "origin": "partner",
                     *       "intro": "Greets visitors",
                     *       "author": "Acme",
                     *       "icon": "//plugboard.example.com/images/icon.png",
                     *       "screenshot": null,
                     *       "categories": [
                     *         "visitors"
                     *       ],
                     *       "placements": {
                     *         "sidebar": true,
                     *         "toolbar": false
                     *       },
                     *       "plan_level": null,
                     *       "scopes": [
                     *         {
                     *           "name": "entries.write",
                     *           "description": "Change entries"
                     *         }
                     *       ],
                     *       "optional_scopes": [],
                     *       "events": [
                     *         {
                     *           "name": "entry_sign_in",
                     *           "description": "A visitor signed in"
                     *         }
                     *       ],
                     *       "release": {
                     *         "number": 1,
                     *         "published_at": "2026-03-02T08:30:00.000Z"
                     *       },
                     *       "in_space": {
                     *         "fits_plan": true,
                     *         "install": {
                     *           "id": 41,
                     *           "status": "active"
                     *         },
                     *         "restorable": null
                     *       },
                     *       "description": "Greets every visitor by name.",
                     *       "website": "https://greeter.example.com/",
                     *       "preview_video": null,
                     *       "setup_steps": [
                     *         {
                     *           "type": "form",
                     *           "title": "How to greet",
                     *           "required": true,
                     *           "fields": [
                     *             {
                     *               "label": "Greeting",
                     *               "required": true
                     *             }
                     *           ],
                     *           "host": null
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["CatalogPlugin"];
                };
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    listCatalogCategories: {
        parameters: {
            query?: {
                limit?: number;
                /** @description next_cursor of the page before */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": [
                     *         {
                     *           "name": "visitors",
                     *           "plugins": 3
                     *         }
                     *       ],
                     *       "next_cursor": null
                     *     }
                     */
                    "application/json": components["schemas"]["CatalogCategoryPage"];
                };
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    listOwnDeliveries: {
        parameters: {
            query?: {
                limit?: number;
                /** @description next_cursor of the page before */
                cursor?: string;
                status?: "queued" | "ongoing" | "done" | "ignored" | "failed" | "parked" | "cancelled";
                /** @description Its name */
                event?: string;
                identifier?: string;
                install_id?: number;
                since?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": [
                     *         {
                     *           "id": "019cade2-8a61-7d15-8e02-1f3a5b7c9d02",
                     *           "space_id": 7,
                     *           "install_id": 41,
                     *           "plugin_id": 12,
                     *           "plugin_slug": "greeter",
                     *           "plugin_name": "Greeter",
                     *           "plugin_icon": "//plugboard.example.com/images/icon.png",
                     *           "event_id": "019cade2-8a60-7b3f-9c41-5d2e7f8a9b01",
                     *           "name": "entry_sign_in",
                     *           "identifier": "vr:entry:19",
                     *           "status": "done",
                     *           "status_message": "Greeted",
                     *           "failure_reason": null,
                     *           "settled_by": "plugin",
                     *           "settled_reason": null,
                     *           "settled_at": "2026-03-02T09:15:00.840Z",
                     *           "parked_reason": null,
                     *           "created_at": "2026-03-02T09:15:00.000Z",
                     *           "delivery": null,
                     *           "space_name": "Acme",
                     *           "attempts_total": 1,
                     *           "max_attempts": null,
                     *           "last_attempt": {
                     *             "stage": "answered",
                     *             "status_code": 200,
                     *             "error": null,
                     *             "started_at": "2026-03-02T09:15:00.410Z",
                     *             "duration_ms": 430
                     *           }
                     *         }
                     *       ],
                     *       "next_cursor": null
                     *     }
                     */
                    "application/json": components["schemas"]["PluginDeliveryPage"];
                };
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    listDeveloperInvitations: {
        parameters: {
            query?: {
                limit?: number;
                /** @description next_cursor of the page before */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": [
                     *         {
                     *           "id": 1,
                     *           "email": "dev@rooms.example.com",
                     *           "invited_by": null,
                     *           "created_at": "2026-03-02T08:30:00.000Z",
                     *           "expires_at": "2026-03-09T09:00:00.000Z"
                     *         }
                     *       ],
                     *       "next_cursor": null
                     *     }
                     */
                    "application/json": components["schemas"]["DeveloperInvitationPage"];
                };
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    createDeveloperInvitation: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes it safe to send the request again: for 24 hours the same key and body give the same answer, and another body is refused */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "email": "dev@rooms.example.com"
                 *     }
                 */
                "application/json": components["schemas"]["NewDeveloperInvitation"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": 1,
                     *       "email": "dev@rooms.example.com",
                     *       "invited_by": null,
                     *       "created_at": "2026-03-02T08:30:00.000Z",
                     *       "expires_at": "2026-03-09T09:00:00.000Z",
                     *       "url": "https://plugboard.example.com/developers/invitation/pbd_example"
                     *     }
                     */
                    "application/json": components["schemas"]["DeveloperInvitationCreated"];
                };
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    withdrawDeveloperInvitation: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 1 */
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    listDevelopers: {
        parameters: {
            query?: {
                limit?: number;
                /** @description next_cursor of the page before */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": [
                     *         {
                     *           "user_id": 3,
                     *           "email": "ada@example.com",
                     *           "friendly_name": "Ada",
                     *           "since": "2026-03-02T08:30:00.000Z",
                     *           "invited_by": null
                     *         }
                     *       ],
                     *       "next_cursor": null
                     *     }
                     */
                    "application/json": components["schemas"]["DeveloperPage"];
                };
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    removeDeveloper: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 3 */
                user_id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    listEventTypes: {
        parameters: {
            query?: {
                limit?: number;
                /** @description next_cursor of the page before */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": [
                     *         {
                     *           "name": "entry_sign_in",
                     *           "description": "A visitor signed in at the front desk",
                     *           "example_payload": {
                     *             "entry": {
                     *               "id": 19,
                     *               "visitor": "Grace",
                     *               "floor": 2
                     *             }
                     *           },
                     *           "payload_schema": {
                     *             "type": "object",
                     *             "required": [
                     *               "entry"
                     *             ]
                     *           },
                     *           "ordered": true,
                     *           "required_scope": null,
                     *           "private": false,
                     *           "created_at": "2026-03-02T08:30:00.000Z",
                     *           "updated_at": "2026-03-02T08:30:00.000Z"
                     *         }
                     *       ],
                     *       "next_cursor": null
                     *     }
                     */
                    "application/json": components["schemas"]["EventTypePage"];
                };
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    getEventType: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description A lower-case letter, then up to 99 of a-z, 0-9, "_" and "."
                 * @example entry_sign_in
                 */
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "name": "entry_sign_in",
                     *       "description": "A visitor signed in at the front desk",
                     *       "example_payload": {
                     *         "entry": {
                     *           "id": 19,
                     *           "visitor": "Grace",
                     *           "floor": 2
                     *         }
                     *       },
                     *       "payload_schema": {
                     *         "type": "object",
                     *         "required": [
                     *           "entry"
                     *         ]
                     *       },
                     *       "ordered": true,
                     *       "required_scope": null,
                     *       "private": false,
                     *       "created_at": "2026-03-02T08:30:00.000Z",
                     *       "updated_at": "2026-03-02T08:30:00.000Z"
                     *     }
                     */
                    "application/json": components["schemas"]["EventType"];
                };
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    putEventType: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description A lower-case letter, then up to 99 of a-z, 0-9, "_" and "."
                 * @example entry_sign_in
                 */
                name: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "description": "A visitor signed in at the front desk",
                 *       "example_payload": {
                 *         "entry": {
                 *           "id": 19,
                 *           "visitor": "Grace",
                 *           "floor": 2
                 *         }
                 *       },
                 *       "payload_schema": {
                 *         "type": "object",
                 *         "required": [
                 *           "entry"
                 *         ]
                 *       },
                 *       "ordered": true,
                 *       "required_scope": null,
                 *       "private": false
                 *     }
                 */
                "application/json": components["schemas"]["EventTypeInput"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "name": "entry_sign_in",
                     *       "description": "A visitor signed in at the front desk",
                     *       "example_payload": {
                     *         "entry": {
                     *           "id": 19,
                     *           "visitor": "Grace",
                     *           "floor": 2
                     *         }
                     *       },
                     *       "payload_schema": {
                     *         "type": "object",
                     *         "required": [
                     *           "entry"
                     *         ]
                     *       },
                     *       "ordered": true,
                     *       "required_scope": null,
                     *       "private": false,
                     *       "created_at": "2026-03-02T08:30:00.000Z",
                     *       "updated_at": "2026-03-02T08:30:00.000Z"
                     *     }
                     */
                    "application/json": components["schemas"]["EventType"];
                };
            };
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "name": "entry_sign_in",
                     *       "description": "A visitor signed in at the front desk",
                     *       "example_payload": {
                     *         "entry": {
                     *           "id": 19,
                     *           "visitor": "Grace",
                     *           "floor": 2
                     *         }
                     *       },
                     *       "payload_schema": {
                     *         "type": "object",
                     *         "required": [
                     *           "entry"
                     *         ]
                     *       },
                     *       "ordered": true,
                     *       "required_scope": null,
                     *       "private": false,
                     *       "created_at": "2026-03-02T08:30:00.000Z",
                     *       "updated_at": "2026-03-02T08:30:00.000Z"
                     *     }
                     */
                    "application/json": components["schemas"]["EventType"];
                };
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    deleteEventType: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description A lower-case letter, then up to 99 of a-z, 0-9, "_" and "."
                 * @example entry_sign_in
                 */
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Removed */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    listEvents: {
        parameters: {
            query?: {
                limit?: number;
                /** @description next_cursor of the page before */
                cursor?: string;
                space_id?: number;
                name?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": [
                     *         {
                     *           "id": "019cade2-8a60-7b3f-9c41-5d2e7f8a9b01",
                     *           "space_id": 7,
                     *           "name": "entry_sign_in",
                     *           "identifier": "vr:entry:19",
                     *           "payload": {
                     *             "entry": {
                     *               "id": 19,
                     *               "visitor": "Grace",
                     *               "floor": 2
                     *             }
                     *           },
                     *           "occurred_at": "2026-03-02T09:15:00.000Z",
                     *           "payload_members": null,
                     *           "user_id": null,
                     *           "created_at": "2026-03-02T09:15:00.000Z"
                     *         }
                     *       ],
                     *       "next_cursor": null
                     *     }
                     */
                    "application/json": components["schemas"]["EventPage"];
                };
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    createEvent: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes it safe to send the request again: for 24 hours the same key and body give the same answer, and another body is refused */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "space_id": 7,
                 *       "name": "entry_sign_in",
                 *       "identifier": "vr:entry:19",
                 *       "payload": {
                 *         "entry": {
                 *           "id": 19,
                 *           "visitor": "Grace",
                 *           "floor": 2
                 *         }
                 *       },
                 *       "occurred_at": "2026-03-02T09:15:00.000Z"
                 *     }
                 */
                "application/json": components["schemas"]["EventInput"];
            };
        };
        responses: {
            /** @description An event that is kept, and the jobs it became */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "event": {
                     *         "id": "019cade2-8a60-7b3f-9c41-5d2e7f8a9b01"
                     *       },
                     *       "jobs": [
                     *         {
                     *           "id": "019cade2-8a61-7d15-8e02-1f3a5b7c9d02",
                     *           "install_id": 41,
                     *           "plugin_id": 12
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["AcceptedEvent"];
                };
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    createEvents: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes it safe to send the request again: for 24 hours the same key and body give the same answer, and another body is refused */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "events": [
                 *         {
                 *           "space_id": 7,
                 *           "name": "entry_sign_in",
                 *           "identifier": "vr:entry:19",
                 *           "payload": {
                 *             "entry": {
                 *               "id": 19,
                 *               "visitor": "Grace",
                 *               "floor": 2
                 *             }
                 *           },
                 *           "occurred_at": "2026-03-02T09:15:00.000Z"
                 *         }
                 *       ]
                 *     }
                 */
                "application/json": components["schemas"]["EventBatch"];
            };
        };
        responses: {
            /** @description Accepted */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": [
                     *         {
                     *           "event": {
                     *             "id": "019cade2-8a60-7b3f-9c41-5d2e7f8a9b01"
                     *           },
                     *           "jobs": [
                     *             {
                     *               "id": "019cade2-8a61-7d15-8e02-1f3a5b7c9d02",
                     *               "install_id": 41,
                     *               "plugin_id": 12
                     *             }
                     *           ]
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["AcceptedBatch"];
                };
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    getEvent: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 019cade2-8a60-7b3f-9c41-5d2e7f8a9b01 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What happened in the host */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "019cade2-8a60-7b3f-9c41-5d2e7f8a9b01",
                     *       "space_id": 7,
                     *       "name": "entry_sign_in",
                     *       "identifier": "vr:entry:19",
                     *       "payload": {
                     *         "entry": {
                     *           "id": 19,
                     *           "visitor": "Grace",
                     *           "floor": 2
                     *         }
                     *       },
                     *       "occurred_at": "2026-03-02T09:15:00.000Z",
                     *       "payload_members": null,
                     *       "user_id": null,
                     *       "created_at": "2026-03-02T09:15:00.000Z"
                     *     }
                     */
                    "application/json": components["schemas"]["Event"];
                };
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    listDecisions: {
        parameters: {
            query?: {
                limit?: number;
                /** @description next_cursor of the page before */
                cursor?: string;
            };
            header?: never;
            path: {
                /** @example 019cade2-8a60-7b3f-9c41-5d2e7f8a9b01 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": [
                     *         {
                     *           "install_id": 41,
                     *           "plugin_id": 12,
                     *           "plugin_slug": "greeter",
                     *           "decision": "delivered",
                     *           "job_id": "019cade2-8a61-7d15-8e02-1f3a5b7c9d02"
                     *         }
                     *       ],
                     *       "next_cursor": null
                     *     }
                     */
                    "application/json": components["schemas"]["DecisionPage"];
                };
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    listMyGrants: {
        parameters: {
            query?: {
                limit?: number;
                /** @description next_cursor of the page before */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": [
                     *         {
                     *           "id": 17,
                     *           "plugin_id": 12,
                     *           "plugin_slug": "greeter",
                     *           "plugin_name": "Greeter",
                     *           "plugin_icon": "//plugboard.example.com/images/icon.png",
                     *           "space_id": 7,
                     *           "space_name": "Acme",
                     *           "scopes": [
                     *             {
                     *               "name": "entries.write",
                     *               "description": "Write entries"
                     *             }
                     *           ],
                     *           "created_at": "2026-03-02T08:30:00.000Z",
                     *           "last_used_at": "2026-03-02T09:15:00.000Z"
                     *         }
                     *       ],
                     *       "next_cursor": null
                     *     }
                     */
                    "application/json": components["schemas"]["OwnGrantPage"];
                };
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    deleteMyGrant: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 17 */
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    listHostKeys: {
        parameters: {
            query?: {
                limit?: number;
                /** @description next_cursor of the page before */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": [
                     *         {
                     *           "id": 2,
                     *           "name": "Backend",
                     *           "hint": "pbk_…m3Xa",
                     *           "created_at": "2026-03-02T08:30:00.000Z"
                     *         }
                     *       ],
                     *       "next_cursor": null
                     *     }
                     */
                    "application/json": components["schemas"]["HostKeyPage"];
                };
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    createHostKey: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes it safe to send the request again: for 24 hours the same key and body give the same answer, and another body is refused */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "name": "Backend"
                 *     }
                 */
                "application/json": components["schemas"]["NewHostKey"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": 2,
                     *       "name": "Backend",
                     *       "hint": "pbk_…m3Xa",
                     *       "created_at": "2026-03-02T08:30:00.000Z",
                     *       "key": "pbk_examplem3Xa"
                     *     }
                     */
                    "application/json": components["schemas"]["HostKeyCreated"];
                };
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    deleteHostKey: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 2 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Revoked */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    uploadImage: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "file": "icon.png"
                 *     }
                 */
                "multipart/form-data": components["schemas"]["ImageUpload"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "url": "https://plugboard.example.com/images/icon.png",
                     *       "type": "image/png",
                     *       "bytes": 4096
                     *     }
                     */
                    "application/json": components["schemas"]["UploadedImage"];
                };
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    listInstalls: {
        parameters: {
            query?: {
                limit?: number;
                /** @description next_cursor of the page before */
                cursor?: string;
                /**
                 * @description Which, separated by commas: setup, active, suspended, uninstalled. All of them where it is left out
                 * @example setup,active,suspended
                 */
                status?: string;
                plugin_id?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": [
                     *         {
                     *           "id": 41,
                     *           "space_id": 7,
                     *           "plugin_id": 12,
                     *           "plugin_slug": "greeter",
                     *           "plugin_name": "Greeter",
                     *           "plugin_icon": "//plugboard.example.com/images/icon.png",
                     *           "plugin_deleted": false,
                     *           "release": 1,
                     *           "generation": 1,
                     *           "status": "active",
                     *           "setup_open": false,
                     *           "development": false,
                     *           "scopes": [
                     *             "entries.write"
                     *           ],
                     *           "permissions_pending": false,
                     *           "attention": [],
                     *           "config_revision": 1,
                     *           "installed_by": 3,
                     *           "created_at": "2026-03-02T08:30:00.000Z",
                     *           "updated_at": "2026-03-02T08:30:00.000Z",
                     *           "uninstalled_at": null,
                     *           "erase_after": null,
                     *           "erased_at": null
                     *         }
                     *       ],
                     *       "next_cursor": null
                     *     }
                     */
                    "application/json": components["schemas"]["InstallPage"];
                };
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    getInstall: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 41 */
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A plugin in a space */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": 41,
                     *       "space_id": 7,
                     *       "plugin_id": 12,
                     *       "plugin_slug": "greeter",
                     *       "plugin_name": "Greeter",
                     *       "plugin_icon": "//plugboard.example.com/images/icon.png",
                     *       "plugin_deleted": false,
                     *       "release": 1,
                     *       "generation": 1,
                     *       "status": "active",
                     *       "setup_open": false,
                     *       "development": false,
                     *       "scopes": [
                     *         "entries.write"
                     *       ],
                     *       "permissions_pending": false,
                     *       "attention": [],
                     *       "config_revision": 1,
                     *       "installed_by": 3,
                     *       "created_at": "2026-03-02T08:30:00.000Z",
                     *       "updated_at": "2026-03-02T08:30:00.000Z",
                     *       "uninstalled_at": null,
                     *       "erase_after": null,
                     *       "erased_at": null
                     *     }
                     */
                    "application/json": components["schemas"]["Install"];
                };
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    deleteInstall: {
        parameters: {
            query?: {
                /** @description Erase everything at once, without a grace period */
                erase?: "now";
                /** @description Refuse when it was reinstalled since: an uninstall that comes late hits nothing */
                generation?: number;
            };
            header?: never;
            path: {
                /** @example 41 */
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    listBackfills: {
        parameters: {
            query?: {
                limit?: number;
                /** @description next_cursor of the page before */
                cursor?: string;
            };
            header?: never;
            path: {
                /** @example 41 */
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": [
                     *         {
                     *           "id": 2,
                     *           "install_id": 41,
                     *           "days": 7,
                     *           "events": [
                     *             "entry_sign_in"
                     *           ],
                     *           "state": "running",
                     *           "total": 900,
                     *           "done": 120,
                     *           "failed": 0,
                     *           "created_at": "2026-03-02T09:15:00.840Z",
                     *           "finished_at": null
                     *         }
                     *       ],
                     *       "next_cursor": null
                     *     }
                     */
                    "application/json": components["schemas"]["BackfillPage"];
                };
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    createBackfill: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 41 */
                id: number;
            };
            cookie?: never;
        };
        /** @description Events of the past that an install is to be told of */
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "days": 7,
                 *       "events": [
                 *         "entry_sign_in"
                 *       ]
                 *     }
                 */
                "application/json": components["schemas"]["NewBackfill"];
            };
        };
        responses: {
            /** @description Events of the past that an install is told of */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": 2,
                     *       "install_id": 41,
                     *       "days": 7,
                     *       "events": [
                     *         "entry_sign_in"
                     *       ],
                     *       "state": "running",
                     *       "total": 900,
                     *       "done": 120,
                     *       "failed": 0,
                     *       "created_at": "2026-03-02T09:15:00.840Z",
                     *       "finished_at": null
                     *     }
                     */
                    "application/json": components["schemas"]["Backfill"];
                };
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    getConfig: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 41 */
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "config": {
                     *         "greeting": "Good to see you"
                     *       },
                     *       "secrets": [
                     *         "api_key"
                     *       ],
                     *       "revision": 1
                     *     }
                     */
                    "application/json": components["schemas"]["InstallConfig"];
                };
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    updateConfig: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag that was read: refuse when the config changed since */
                "if-match"?: string;
            };
            path: {
                /** @example 41 */
                id: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "config": {
                 *         "greeting": "Good to see you"
                 *       },
                 *       "reason": "A warmer welcome"
                 *     }
                 */
                "application/json": components["schemas"]["ConfigPatch"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "config": {
                     *         "greeting": "Good to see you"
                     *       },
                     *       "secrets": [
                     *         "api_key"
                     *       ],
                     *       "revision": 1
                     *     }
                     */
                    "application/json": components["schemas"]["InstallConfig"];
                };
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    listRevisions: {
        parameters: {
            query?: {
                limit?: number;
                /** @description next_cursor of the page before */
                cursor?: string;
            };
            header?: never;
            path: {
                /** @example 41 */
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": [
                     *         {
                     *           "number": 1,
                     *           "config": {
                     *             "greeting": "Good to see you"
                     *           },
                     *           "secrets": [
                     *             "api_key"
                     *           ],
                     *           "diff": {
                     *             "added": [
                     *               "greeting",
                     *               "api_key"
                     *             ],
                     *             "changed": [],
                     *             "removed": []
                     *           },
                     *           "author": {
                     *             "kind": "user",
                     *             "id": 3
                     *           },
                     *           "cause": "changed",
                     *           "reason": "A warmer welcome",
                     *           "step_title": null,
                     *           "job_id": null,
                     *           "restored_from": null,
                     *           "created_at": "2026-03-02T08:30:00.000Z"
                     *         }
                     *       ],
                     *       "next_cursor": null
                     *     }
                     */
                    "application/json": components["schemas"]["RevisionPage"];
                };
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    getRevision: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 41 */
                id: number;
                /** @example 1 */
                number: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A config as it once was set */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "number": 1,
                     *       "config": {
                     *         "greeting": "Good to see you"
                     *       },
                     *       "secrets": [
                     *         "api_key"
                     *       ],
                     *       "diff": {
                     *         "added": [
                     *           "greeting",
                     *           "api_key"
                     *         ],
                     *         "changed": [],
                     *         "removed": []
                     *       },
                     *       "author": {
                     *         "kind": "user",
                     *         "id": 3
                     *       },
                     *       "cause": "changed",
                     *       "reason": "A warmer welcome",
                     *       "step_title": null,
                     *       "job_id": null,
                     *       "restored_from": null,
                     *       "created_at": "2026-03-02T08:30:00.000Z"
                     *     }
                     */
                    "application/json": components["schemas"]["Revision"];
                };
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    restoreRevision: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag that was read: refuse when the config changed since */
                "if-match"?: string;
            };
            path: {
                /** @example 41 */
                id: number;
                /** @example 1 */
                number: number;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                /**
                 * @example {
                 *       "reason": "The new greeting was too long"
                 *     }
                 */
                "application/json": components["schemas"]["RestoreRevision"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "config": {
                     *         "greeting": "Good to see you"
                     *       },
                     *       "secrets": [
                     *         "api_key"
                     *       ],
                     *       "revision": 1
                     *     }
                     */
                    "application/json": components["schemas"]["InstallConfig"];
                };
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    exportInstall: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 41 */
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "install": {
                     *         "id": 41,
                     *         "space_id": 7,
                     *         "plugin_id": 12,
                     *         "plugin_slug": "greeter",
                     *         "plugin_name": "Greeter",
                     *         "plugin_icon": "//plugboard.example.com/images/icon.png",
                     *         "plugin_deleted": false,
                     *         "release": 1,
                     *         "generation": 1,
                     *         "status": "active",
                     *         "setup_open": false,
                     *         "development": false,
                     *         "scopes": [
                     *           "entries.write"
                     *         ],
                     *         "permissions_pending": false,
                     *         "attention": [],
                     *         "config_revision": 1,
                     *         "installed_by": 3,
                     *         "created_at": "2026-03-02T08:30:00.000Z",
                     *         "updated_at": "2026-03-02T08:30:00.000Z",
                     *         "uninstalled_at": null,
                     *         "erase_after": null,
                     *         "erased_at": null
                     *       },
                     *       "config": {
                     *         "greeting": "Good to see you"
                     *       },
                     *       "secrets": [
                     *         "api_key"
                     *       ],
                     *       "revisions": [
                     *         {
                     *           "number": 1,
                     *           "config": {
                     *             "greeting": "Good to see you"
                     *           },
                     *           "secrets": [
                     *             "api_key"
                     *           ],
                     *           "diff": {
                     *             "added": [
                     *               "greeting",
                     *               "api_key"
                     *             ],
                     *             "changed": [],
                     *             "removed": []
                     *           },
                     *           "author": {
                     *             "kind": "user",
                     *             "id": 3
                     *           },
                     *           "cause": "changed",
                     *           "reason": "A warmer welcome",
                     *           "step_title": null,
                     *           "job_id": null,
                     *           "restored_from": null,
                     *           "created_at": "2026-03-02T08:30:00.000Z"
                     *         }
                     *       ],
                     *       "storage": [
                     *         {
                     *           "key": "greeted",
                     *           "value": 1
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["InstallExport"];
                };
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    setGrant: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 41 */
                id: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "scopes": [
                 *         "entries.write"
                 *       ],
                 *       "events": [
                 *         "entry_sign_in"
                 *       ]
                 *     }
                 */
                "application/json": components["schemas"]["InstallGrant"];
            };
        };
        responses: {
            /** @description What the plugin of an install may do, and what of that it did */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "asked": [
                     *         "entries.write"
                     *       ],
                     *       "optional": [],
                     *       "granted": [
                     *         "entries.write"
                     *       ],
                     *       "events_asked": [
                     *         "entry_sign_in"
                     *       ],
                     *       "events": [
                     *         "entry_sign_in"
                     *       ],
                     *       "granted_by": 3,
                     *       "granted_at": "2026-03-02T08:30:00.000Z",
                     *       "pending": {
                     *         "scopes": [],
                     *         "events": []
                     *       },
                     *       "used": [
                     *         {
                     *           "scope": "entries.write",
                     *           "last_at": "2026-03-02T09:15:00.840Z",
                     *           "count_30d": 1
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["Permissions"];
                };
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    getInstallHealth: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 41 */
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "endpoints": [
                     *         {
                     *           "event_name": "entry_sign_in",
                     *           "state": "failing",
                     *           "since": "2026-03-02T09:15:00.840Z"
                     *         }
                     *       ],
                     *       "waiting": 14,
                     *       "failed_job": "019cade2-8a61-7d15-8e02-1f3a5b7c9d02"
                     *     }
                     */
                    "application/json": components["schemas"]["InstallHealth"];
                };
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    listInstallNotifications: {
        parameters: {
            query?: {
                limit?: number;
                /** @description next_cursor of the page before */
                cursor?: string;
            };
            header?: never;
            path: {
                /** @example 41 */
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": [
                     *         {
                     *           "id": "019cade2-9c04-7e2a-a1b0-6c8d4e2f0a03",
                     *           "install_id": 41,
                     *           "recipient": null,
                     *           "message": "The badge printer is out of paper",
                     *           "actions": [
                     *             {
                     *               "label": "See the printer",
                     *               "callback_url": "https://greeter.example.com/printer",
                     *               "status": "open",
                     *               "called_at": null,
                     *               "called_by": null,
                     *               "message": null
                     *             }
                     *           ],
                     *           "details": null,
                     *           "attachments": null,
                     *           "channel_overrides": null,
                     *           "created_at": "2026-03-02T09:15:00.840Z",
                     *           "space_id": 7,
                     *           "plugin_id": 12,
                     *           "plugin_slug": "greeter",
                     *           "plugin_name": "Greeter",
                     *           "plugin_icon": "//plugboard.example.com/images/icon.png",
                     *           "read_at": null
                     *         }
                     *       ],
                     *       "next_cursor": null
                     *     }
                     */
                    "application/json": components["schemas"]["NotificationPage"];
                };
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    getPermissions: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 41 */
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What the plugin of an install may do, and what of that it did */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "asked": [
                     *         "entries.write"
                     *       ],
                     *       "optional": [],
                     *       "granted": [
                     *         "entries.write"
                     *       ],
                     *       "events_asked": [
                     *         "entry_sign_in"
                     *       ],
                     *       "events": [
                     *         "entry_sign_in"
                     *       ],
                     *       "granted_by": 3,
                     *       "granted_at": "2026-03-02T08:30:00.000Z",
                     *       "pending": {
                     *         "scopes": [],
                     *         "events": []
                     *       },
                     *       "used": [
                     *         {
                     *           "scope": "entries.write",
                     *           "last_at": "2026-03-02T09:15:00.840Z",
                     *           "count_30d": 1
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["Permissions"];
                };
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    restoreInstall: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 41 */
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A plugin in a space */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": 41,
                     *       "space_id": 7,
                     *       "plugin_id": 12,
                     *       "plugin_slug": "greeter",
                     *       "plugin_name": "Greeter",
                     *       "plugin_icon": "//plugboard.example.com/images/icon.png",
                     *       "plugin_deleted": false,
                     *       "release": 1,
                     *       "generation": 1,
                     *       "status": "active",
                     *       "setup_open": false,
                     *       "development": false,
                     *       "scopes": [
                     *         "entries.write"
                     *       ],
                     *       "permissions_pending": false,
                     *       "attention": [],
                     *       "config_revision": 1,
                     *       "installed_by": 3,
                     *       "created_at": "2026-03-02T08:30:00.000Z",
                     *       "updated_at": "2026-03-02T08:30:00.000Z",
                     *       "uninstalled_at": null,
                     *       "erase_after": null,
                     *       "erased_at": null
                     *     }
                     */
                    "application/json": components["schemas"]["Install"];
                };
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    resumeInstall: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 41 */
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A plugin in a space */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": 41,
                     *       "space_id": 7,
                     *       "plugin_id": 12,
                     *       "plugin_slug": "greeter",
                     *       "plugin_name": "Greeter",
                     *       "plugin_icon": "//plugboard.example.com/images/icon.png",
                     *       "plugin_deleted": false,
                     *       "release": 1,
                     *       "generation": 1,
                     *       "status": "active",
                     *       "setup_open": false,
                     *       "development": false,
                     *       "scopes": [
                     *         "entries.write"
                     *       ],
                     *       "permissions_pending": false,
                     *       "attention": [],
                     *       "config_revision": 1,
                     *       "installed_by": 3,
                     *       "created_at": "2026-03-02T08:30:00.000Z",
                     *       "updated_at": "2026-03-02T08:30:00.000Z",
                     *       "uninstalled_at": null,
                     *       "erase_after": null,
                     *       "erased_at": null
                     *     }
                     */
                    "application/json": components["schemas"]["Install"];
                };
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    getSetup: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 41 */
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What an install still asks of its admin, and what was answered */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "install_id": 41,
                     *       "status": "active",
                     *       "revision": "1.1.0",
                     *       "setup_open": false,
                     *       "next": null,
                     *       "steps": [
                     *         {
                     *           "number": 0,
                     *           "type": "form",
                     *           "title": "Greeting",
                     *           "required": true,
                     *           "state": "done",
                     *           "message": null,
                     *           "answers": {
                     *             "greeting": "Good to see you"
                     *           },
                     *           "passwords_set": [],
                     *           "submitted_by": 3,
                     *           "updated_at": "2026-03-02T08:30:00.000Z",
                     *           "fields": [
                     *             {
                     *               "key": "greeting",
                     *               "type": "text",
                     *               "label": "Greeting",
                     *               "required": true,
                     *               "calls": []
                     *             }
                     *           ]
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["Setup"];
                };
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    listSetupOptions: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 41 */
                id: number;
                /** @example 0 */
                step: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "field": 0,
                 *       "search": "good"
                 *     }
                 */
                "application/json": components["schemas"]["OptionsQuery"];
            };
        };
        responses: {
            /** @description Pages of a plugin end with an empty one */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": [
                     *         {
                     *           "label": "Good to see you",
                     *           "value": "Good to see you",
                     *           "is_disabled": false
                     *         }
                     *       ],
                     *       "cursor": null,
                     *       "next_page": 2
                     *     }
                     */
                    "application/json": components["schemas"]["OptionsPage"];
                };
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    getRemoteValue: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 41 */
                id: number;
                /** @example 0 */
                step: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "field": 0
                 *     }
                 */
                "application/json": components["schemas"]["RemoteValueQuery"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "value": "Good to see you"
                     *     }
                     */
                    "application/json": components["schemas"]["RemoteValue"];
                };
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    listSelectedValues: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 41 */
                id: number;
                /** @example 0 */
                step: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "field": 0,
                 *       "value": [
                 *         "Good to see you"
                 *       ]
                 *     }
                 */
                "application/json": components["schemas"]["SelectedQuery"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": [
                     *         {
                     *           "label": "Good to see you",
                     *           "value": "Good to see you",
                     *           "is_disabled": false
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["SelectedOptions"];
                };
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    startSetupStep: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 41 */
                id: number;
                /** @example 0 */
                step: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "url": "https://crm.example.com/oauth/authorize?response_type=code&client_id=greeter&state=pbw_example",
                     *       "expires_at": "2026-03-02T08:30:00.000Z"
                     *     }
                     */
                    "application/json": components["schemas"]["SetupWindow"];
                };
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    submitSetupStep: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag that was read: refuse when the config changed since */
                "if-match"?: string;
            };
            path: {
                /** @example 41 */
                id: number;
                /** @example 0 */
                step: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "payload": {
                 *         "greeting": "Good to see you"
                 *       }
                 *     }
                 */
                "application/json": components["schemas"]["StepPayload"];
            };
        };
        responses: {
            /** @description What an install still asks of its admin, and what was answered */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "install_id": 41,
                     *       "status": "active",
                     *       "revision": "1.1.0",
                     *       "setup_open": false,
                     *       "next": null,
                     *       "steps": [
                     *         {
                     *           "number": 0,
                     *           "type": "form",
                     *           "title": "Greeting",
                     *           "required": true,
                     *           "state": "done",
                     *           "message": null,
                     *           "answers": {
                     *             "greeting": "Good to see you"
                     *           },
                     *           "passwords_set": [],
                     *           "submitted_by": 3,
                     *           "updated_at": "2026-03-02T08:30:00.000Z",
                     *           "fields": [
                     *             {
                     *               "key": "greeting",
                     *               "type": "text",
                     *               "label": "Greeting",
                     *               "required": true,
                     *               "calls": []
                     *             }
                     *           ]
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["Setup"];
                };
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    suspendInstall: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 41 */
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A plugin in a space */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": 41,
                     *       "space_id": 7,
                     *       "plugin_id": 12,
                     *       "plugin_slug": "greeter",
                     *       "plugin_name": "Greeter",
                     *       "plugin_icon": "//plugboard.example.com/images/icon.png",
                     *       "plugin_deleted": false,
                     *       "release": 1,
                     *       "generation": 1,
                     *       "status": "suspended",
                     *       "setup_open": false,
                     *       "development": false,
                     *       "scopes": [
                     *         "entries.write"
                     *       ],
                     *       "permissions_pending": false,
                     *       "attention": [],
                     *       "config_revision": 1,
                     *       "installed_by": 3,
                     *       "created_at": "2026-03-02T08:30:00.000Z",
                     *       "updated_at": "2026-03-02T08:30:00.000Z",
                     *       "uninstalled_at": null,
                     *       "erase_after": null,
                     *       "erased_at": null
                     *     }
                     */
                    "application/json": components["schemas"]["Install"];
                };
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    listJobs: {
        parameters: {
            query?: {
                limit?: number;
                /** @description next_cursor of the page before */
                cursor?: string;
                space_id?: number;
                install_id?: number;
                plugin_id?: number;
                identifier?: string;
                status?: "queued" | "ongoing" | "done" | "ignored" | "failed" | "parked" | "cancelled";
                name?: string;
                since?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": [
                     *         {
                     *           "id": "019cade2-8a61-7d15-8e02-1f3a5b7c9d02",
                     *           "space_id": 7,
                     *           "install_id": 41,
                     *           "plugin_id": 12,
                     *           "plugin_slug": "greeter",
                     *           "plugin_name": "Greeter",
                     *           "plugin_icon": "//plugboard.example.com/images/icon.png",
                     *           "event_id": "019cade2-8a60-7b3f-9c41-5d2e7f8a9b01",
                     *           "name": "entry_sign_in",
                     *           "identifier": "vr:entry:19",
                     *           "status": "done",
                     *           "status_message": "Greeted",
                     *           "failure_reason": null,
                     *           "settled_by": "plugin",
                     *           "settled_reason": null,
                     *           "settled_at": "2026-03-02T09:15:00.840Z",
                     *           "parked_reason": null,
                     *           "created_at": "2026-03-02T09:15:00.000Z",
                     *           "delivery": null
                     *         }
                     *       ],
                     *       "next_cursor": null
                     *     }
                     */
                    "application/json": components["schemas"]["JobSummaryPage"];
                };
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    getJob: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 019cade2-8a61-7d15-8e02-1f3a5b7c9d02 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What a plugin was asked to do, and all that happened to it */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "019cade2-8a61-7d15-8e02-1f3a5b7c9d02",
                     *       "space_id": 7,
                     *       "install_id": 41,
                     *       "plugin_id": 12,
                     *       "plugin_slug": "greeter",
                     *       "plugin_name": "Greeter",
                     *       "plugin_icon": "//plugboard.example.com/images/icon.png",
                     *       "event_id": "019cade2-8a60-7b3f-9c41-5d2e7f8a9b01",
                     *       "name": "entry_sign_in",
                     *       "identifier": "vr:entry:19",
                     *       "status": "done",
                     *       "status_message": "Greeted",
                     *       "failure_reason": null,
                     *       "settled_by": "plugin",
                     *       "settled_reason": null,
                     *       "settled_at": "2026-03-02T09:15:00.840Z",
                     *       "parked_reason": null,
                     *       "created_at": "2026-03-02T09:15:00.000Z",
                     *       "delivery": null,
                     *       "space_name": "Acme",
                     *       "attempts": [
                     *         {
                     *           "number": 1,
                     *           "stage": "answered",
                     *           "status_code": 200,
                     *           "error": null,
                     *           "url": "https://greeter.example.com/entry-sign-in",
                     *           "reply_headers": {
                     *             "content-type": "application/json"
                     *           },
                     *           "reply_body": "{\"data\":{\"status\":\"done\",\"status_message\":\"Greeted\"}}",
                     *           "debug_info": null,
                     *           "started_at": "2026-03-02T09:15:00.410Z",
                     *           "duration_ms": 430
                     *         }
                     *       ],
                     *       "attempts_total": 1,
                     *       "max_attempts": null,
                     *       "attachments": [
                     *         {
                     *           "type": "text",
                     *           "label": "Greeting",
                     *           "value": "Good to see you"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["Job"];
                };
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    getAttempt: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 019cade2-8a61-7d15-8e02-1f3a5b7c9d02 */
                id: string;
                /** @example 1 */
                number: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One request to the plugin, and what was sent */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "number": 1,
                     *       "stage": "answered",
                     *       "status_code": 200,
                     *       "error": null,
                     *       "url": "https://greeter.example.com/entry-sign-in",
                     *       "reply_headers": {
                     *         "content-type": "application/json"
                     *       },
                     *       "reply_body": "{\"data\":{\"status\":\"done\",\"status_message\":\"Greeted\"}}",
                     *       "debug_info": null,
                     *       "started_at": "2026-03-02T09:15:00.410Z",
                     *       "duration_ms": 430,
                     *       "request": {
                     *         "method": "POST",
                     *         "url": "https://greeter.example.com/entry-sign-in",
                     *         "headers": {
                     *           "content-type": "application/json",
                     *           "webhook-id": "019cade2-8a61-7d15-8e02-1f3a5b7c9d02",
                     *           "webhook-timestamp": "1772442900",
                     *           "plugboard-attempt": "1"
                     *         },
                     *         "body": {
                     *           "meta": {
                     *             "event": "entry_sign_in",
                     *             "install_id": "41",
                     *             "config": {
                     *               "greeting": "Good to see you"
                     *             }
                     *           },
                     *           "payload": {
                     *             "entry": {
                     *               "id": 19,
                     *               "visitor": "Grace",
                     *               "floor": 2
                     *             }
                     *           }
                     *         },
                     *         "exact": true,
                     *         "release": 1,
                     *         "config_revision": 1,
                     *         "secret_generation": 1,
                     *         "body_sha256": "5f2b8c1d5f2b8c1d5f2b8c1d5f2b8c1d5f2b8c1d5f2b8c1d5f2b8c1d5f2b8c1d",
                     *         "signature_check": {
                     *           "not_checked": null,
                     *           "signatures": [
                     *             {
                     *               "header": "x-envoy-signature",
                     *               "verified_by": 1
                     *             },
                     *             {
                     *               "header": "webhook-signature",
                     *               "verified_by": 1
                     *             }
                     *           ]
                     *         }
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["AttemptInFull"];
                };
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    cancelJob: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 019cade2-8a61-7d15-8e02-1f3a5b7c9d02 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What a plugin was asked to do, and all that happened to it */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "019cade2-8a61-7d15-8e02-1f3a5b7c9d02",
                     *       "space_id": 7,
                     *       "install_id": 41,
                     *       "plugin_id": 12,
                     *       "plugin_slug": "greeter",
                     *       "plugin_name": "Greeter",
                     *       "plugin_icon": "//plugboard.example.com/images/icon.png",
                     *       "event_id": "019cade2-8a60-7b3f-9c41-5d2e7f8a9b01",
                     *       "name": "entry_sign_in",
                     *       "identifier": "vr:entry:19",
                     *       "status": "cancelled",
                     *       "status_message": null,
                     *       "failure_reason": null,
                     *       "settled_by": null,
                     *       "settled_reason": null,
                     *       "settled_at": "2026-03-02T09:15:00.840Z",
                     *       "parked_reason": null,
                     *       "created_at": "2026-03-02T09:15:00.000Z",
                     *       "delivery": null,
                     *       "space_name": "Acme",
                     *       "attempts": [],
                     *       "attempts_total": 0,
                     *       "max_attempts": null,
                     *       "attachments": []
                     *     }
                     */
                    "application/json": components["schemas"]["Job"];
                };
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    resendJob: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 019cade2-8a61-7d15-8e02-1f3a5b7c9d02 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What a plugin was asked to do, and all that happened to it */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "019cade2-8a61-7d15-8e02-1f3a5b7c9d02",
                     *       "space_id": 7,
                     *       "install_id": 41,
                     *       "plugin_id": 12,
                     *       "plugin_slug": "greeter",
                     *       "plugin_name": "Greeter",
                     *       "plugin_icon": "//plugboard.example.com/images/icon.png",
                     *       "event_id": "019cade2-8a60-7b3f-9c41-5d2e7f8a9b01",
                     *       "name": "entry_sign_in",
                     *       "identifier": "vr:entry:19",
                     *       "status": "done",
                     *       "status_message": "Greeted",
                     *       "failure_reason": null,
                     *       "settled_by": "plugin",
                     *       "settled_reason": null,
                     *       "settled_at": "2026-03-02T09:15:00.840Z",
                     *       "parked_reason": null,
                     *       "created_at": "2026-03-02T09:15:00.000Z",
                     *       "delivery": {
                     *         "state": "ready",
                     *         "attempt": 1,
                     *         "due_at": null,
                     *         "held_up_by": null
                     *       },
                     *       "space_name": "Acme",
                     *       "attempts": [
                     *         {
                     *           "number": 1,
                     *           "stage": "answered",
                     *           "status_code": 200,
                     *           "error": null,
                     *           "url": "https://greeter.example.com/entry-sign-in",
                     *           "reply_headers": {
                     *             "content-type": "application/json"
                     *           },
                     *           "reply_body": "{\"data\":{\"status\":\"done\",\"status_message\":\"Greeted\"}}",
                     *           "debug_info": null,
                     *           "started_at": "2026-03-02T09:15:00.410Z",
                     *           "duration_ms": 430
                     *         }
                     *       ],
                     *       "attempts_total": 1,
                     *       "max_attempts": null,
                     *       "attachments": [
                     *         {
                     *           "type": "text",
                     *           "label": "Greeting",
                     *           "value": "Good to see you"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["Job"];
                };
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    retryJob: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 019cade2-8a61-7d15-8e02-1f3a5b7c9d02 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What a plugin was asked to do, and all that happened to it */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "019cade2-8a61-7d15-8e02-1f3a5b7c9d02",
                     *       "space_id": 7,
                     *       "install_id": 41,
                     *       "plugin_id": 12,
                     *       "plugin_slug": "greeter",
                     *       "plugin_name": "Greeter",
                     *       "plugin_icon": "//plugboard.example.com/images/icon.png",
                     *       "event_id": "019cade2-8a60-7b3f-9c41-5d2e7f8a9b01",
                     *       "name": "entry_sign_in",
                     *       "identifier": "vr:entry:19",
                     *       "status": "queued",
                     *       "status_message": null,
                     *       "failure_reason": null,
                     *       "settled_by": null,
                     *       "settled_reason": null,
                     *       "settled_at": null,
                     *       "parked_reason": null,
                     *       "created_at": "2026-03-02T09:15:00.000Z",
                     *       "delivery": {
                     *         "state": "ready",
                     *         "attempt": 1,
                     *         "due_at": null,
                     *         "held_up_by": null
                     *       },
                     *       "space_name": "Acme",
                     *       "attempts": [],
                     *       "attempts_total": 0,
                     *       "max_attempts": 11,
                     *       "attachments": []
                     *     }
                     */
                    "application/json": components["schemas"]["Job"];
                };
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    getMe: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Whoever is signed in */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": 3,
                     *       "email": "ada@example.com",
                     *       "friendly_name": "Ada",
                     *       "lang": "en",
                     *       "theme": "dark",
                     *       "mail_notifications": true,
                     *       "sends_mail": true,
                     *       "is_operator": false,
                     *       "is_developer": false,
                     *       "may_register_plugins": false,
                     *       "has_password": true,
                     *       "portal": null
                     *     }
                     */
                    "application/json": components["schemas"]["Me"];
                };
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    updateMe: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "theme": "dark"
                 *     }
                 */
                "application/json": components["schemas"]["MePatch"];
            };
        };
        responses: {
            /** @description Whoever is signed in */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": 3,
                     *       "email": "ada@example.com",
                     *       "friendly_name": "Ada",
                     *       "lang": "en",
                     *       "theme": "dark",
                     *       "mail_notifications": true,
                     *       "sends_mail": true,
                     *       "is_operator": false,
                     *       "is_developer": false,
                     *       "may_register_plugins": false,
                     *       "has_password": true,
                     *       "portal": null
                     *     }
                     */
                    "application/json": components["schemas"]["Me"];
                };
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    changeMyPassword: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "current_password": "three herons at noon",
                 *       "new_password": "nine otters in the canal"
                 *     }
                 */
                "application/json": components["schemas"]["PasswordChange"];
            };
        };
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    listMySpaces: {
        parameters: {
            query?: {
                /** @description A part of the name, in whatever case */
                search?: string;
                limit?: number;
                /** @description next_cursor of the page before */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": [
                     *         {
                     *           "id": 7,
                     *           "name": "Acme",
                     *           "plan_level": 2,
                     *           "role": "admin",
                     *           "is_admin": true,
                     *           "development": false,
                     *           "uninstall_grace_days": 30
                     *         }
                     *       ],
                     *       "next_cursor": null
                     *     }
                     */
                    "application/json": components["schemas"]["OwnSpacePage"];
                };
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    getMySpace: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 7 */
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A space that you are a member of */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": 7,
                     *       "name": "Acme",
                     *       "plan_level": 2,
                     *       "role": "admin",
                     *       "is_admin": true,
                     *       "development": false,
                     *       "uninstall_grace_days": 30
                     *     }
                     */
                    "application/json": components["schemas"]["OwnSpace"];
                };
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    updateMySpace: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 7 */
                id: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "development": true
                 *     }
                 */
                "application/json": components["schemas"]["OwnSpacePatch"];
            };
        };
        responses: {
            /** @description A space that you are a member of */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": 7,
                     *       "name": "Acme",
                     *       "plan_level": 2,
                     *       "role": "admin",
                     *       "is_admin": true,
                     *       "development": false,
                     *       "uninstall_grace_days": 30
                     *     }
                     */
                    "application/json": components["schemas"]["OwnSpace"];
                };
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    listNotifications: {
        parameters: {
            query?: {
                limit?: number;
                /** @description next_cursor of the page before */
                cursor?: string;
                /** @description Only what the person has not read, in the spaces they belong to */
                unread?: boolean;
                space_id?: number;
                install_id?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": [
                     *         {
                     *           "id": "019cade2-9c04-7e2a-a1b0-6c8d4e2f0a03",
                     *           "install_id": 41,
                     *           "recipient": null,
                     *           "message": "The badge printer is out of paper",
                     *           "actions": [
                     *             {
                     *               "label": "See the printer",
                     *               "callback_url": "https://greeter.example.com/printer",
                     *               "status": "open",
                     *               "called_at": null,
                     *               "called_by": null,
                     *               "message": null
                     *             }
                     *           ],
                     *           "details": null,
                     *           "attachments": null,
                     *           "channel_overrides": null,
                     *           "created_at": "2026-03-02T09:15:00.840Z",
                     *           "space_id": 7,
                     *           "plugin_id": 12,
                     *           "plugin_slug": "greeter",
                     *           "plugin_name": "Greeter",
                     *           "plugin_icon": "//plugboard.example.com/images/icon.png",
                     *           "read_at": null
                     *         }
                     *       ],
                     *       "next_cursor": null,
                     *       "unread": 1
                     *     }
                     */
                    "application/json": components["schemas"]["NotificationInbox"];
                };
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    markAllNotificationsRead: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "space_id": 7
                 *     }
                 */
                "application/json": components["schemas"]["ReadAll"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "unread": 0
                     *     }
                     */
                    "application/json": components["schemas"]["AllRead"];
                };
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    getNotification: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 019cade2-9c04-7e2a-a1b0-6c8d4e2f0a03 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What a plugin told the admins of a space */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "019cade2-9c04-7e2a-a1b0-6c8d4e2f0a03",
                     *       "install_id": 41,
                     *       "recipient": null,
                     *       "message": "The badge printer is out of paper",
                     *       "actions": [
                     *         {
                     *           "label": "See the printer",
                     *           "callback_url": "https://greeter.example.com/printer",
                     *           "status": "open",
                     *           "called_at": null,
                     *           "called_by": null,
                     *           "message": null
                     *         }
                     *       ],
                     *       "details": null,
                     *       "attachments": null,
                     *       "channel_overrides": null,
                     *       "created_at": "2026-03-02T09:15:00.840Z",
                     *       "space_id": 7,
                     *       "plugin_id": 12,
                     *       "plugin_slug": "greeter",
                     *       "plugin_name": "Greeter",
                     *       "plugin_icon": "//plugboard.example.com/images/icon.png",
                     *       "read_at": null
                     *     }
                     */
                    "application/json": components["schemas"]["Notification"];
                };
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    callNotificationAction: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 019cade2-9c04-7e2a-a1b0-6c8d4e2f0a03 */
                id: string;
                /** @example 0 */
                index: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /** @example {} */
                "application/json": components["schemas"]["CallAction"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "label": "See the printer",
                     *       "callback_url": "https://greeter.example.com/printer",
                     *       "status": "called",
                     *       "called_at": "2026-03-02T09:15:00.840Z",
                     *       "called_by": 3,
                     *       "message": "The paper is ordered"
                     *     }
                     */
                    "application/json": components["schemas"]["NotificationAction"];
                };
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    markNotificationRead: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 019cade2-9c04-7e2a-a1b0-6c8d4e2f0a03 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What a plugin told the admins of a space */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "019cade2-9c04-7e2a-a1b0-6c8d4e2f0a03",
                     *       "install_id": 41,
                     *       "recipient": null,
                     *       "message": "The badge printer is out of paper",
                     *       "actions": [
                     *         {
                     *           "label": "See the printer",
                     *           "callback_url": "https://greeter.example.com/printer",
                     *           "status": "open",
                     *           "called_at": null,
                     *           "called_by": null,
                     *           "message": null
                     *         }
                     *       ],
                     *       "details": null,
                     *       "attachments": null,
                     *       "channel_overrides": null,
                     *       "created_at": "2026-03-02T09:15:00.840Z",
                     *       "space_id": 7,
                     *       "plugin_id": 12,
                     *       "plugin_slug": "greeter",
                     *       "plugin_name": "Greeter",
                     *       "plugin_icon": "//plugboard.example.com/images/icon.png",
                     *       "read_at": "2026-03-02T09:15:00.840Z"
                     *     }
                     */
                    "application/json": components["schemas"]["Notification"];
                };
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    listPersonalAccessTokens: {
        parameters: {
            query?: {
                limit?: number;
                /** @description next_cursor of the page before */
                cursor?: string;
                /** @description Whose it is; left out by somebody who asks for themselves */
                user_id?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": [
                     *         {
                     *           "id": 5,
                     *           "user_id": 3,
                     *           "name": "Nightly report",
                     *           "hint": "pbp_…7Qd4",
                     *           "created_at": "2026-03-02T08:30:00.000Z",
                     *           "expires_at": "2027-03-02T08:30:00.000Z"
                     *         }
                     *       ],
                     *       "next_cursor": null
                     *     }
                     */
                    "application/json": components["schemas"]["PersonalTokenPage"];
                };
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    createPersonalAccessToken: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes it safe to send the request again: for 24 hours the same key and body give the same answer, and another body is refused */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "name": "Nightly report",
                 *       "user_id": 3,
                 *       "expires_at": "2027-03-02T08:30:00.000Z"
                 *     }
                 */
                "application/json": components["schemas"]["NewPersonalToken"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": 5,
                     *       "user_id": 3,
                     *       "name": "Nightly report",
                     *       "hint": "pbp_…7Qd4",
                     *       "created_at": "2026-03-02T08:30:00.000Z",
                     *       "expires_at": "2027-03-02T08:30:00.000Z",
                     *       "token": "pbp_example7Qd4"
                     *     }
                     */
                    "application/json": components["schemas"]["PersonalTokenCreated"];
                };
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    revokePersonalAccessToken: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 5 */
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    listPlugins: {
        parameters: {
            query?: {
                limit?: number;
                /** @description next_cursor of the page before */
                cursor?: string;
                status?: "created" | "in_review" | "approved" | "rejected" | "approved_unlisted";
                /** @description Whose it is, for ever: of the host (`org`: shown to every space), or of somebody who develops for it */
                origin?: "host" | "org" | "partner";
                /** @description Part of the name or the slug */
                search?: string;
                /** @description Whether the installs of each are counted */
                with_installs?: boolean;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": [
                     *         {
                     *           "id": 12,
                     *           "slug": "greeter",
                     *           "name": "Greeter",
                     *           "client_id": "pbc_gR7cV2mXq9",
                     *           "origin": "host",
                     *           "status": "approved",
                     *           "client_type": "confidential",
                     *           "compatibility": null,
                     *           "current_release": 1,
                     *           "suspended_at": null,
                     *           "suspended_reason": null,
                     *           "deleted_at": null,
                     *           "intro": "Greets visitors",
                     *           "author": "Acme",
                     *           "icon": "//plugboard.example.com/images/icon.png",
                     *           "created_at": "2026-03-02T08:30:00.000Z",
                     *           "updated_at": "2026-03-02T08:30:00.000Z",
                     *           "role": null,
                     *           "unread_notices": 0
                     *         }
                     *       ],
                     *       "next_cursor": null
                     *     }
                     */
                    "application/json": components["schemas"]["ListedPluginPage"];
                };
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    registerPlugin: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes it safe to send the request again: for 24 hours the same key and body give the same answer, and another body is refused */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "name": "Greeter",
                 *       "slug": "greeter",
                 *       "intro": "Greets visitors",
                 *       "author": "Acme",
                 *       "icon": "//plugboard.example.com/images/icon.png",
                 *       "scopes": [
                 *         "entries.write"
                 *       ],
                 *       "events": [
                 *         {
                 *           "name": "entry_sign_in",
                 *           "url": "https://greeter.example.com/entry-sign-in",
                 *           "filter": null
                 *         }
                 *       ],
                 *       "setup_steps": [
                 *         {
                 *           "type": "form",
                 *           "title": "How to greet",
                 *           "fields": [
                 *             {
                 *               "key": "greeting",
                 *               "type": "text",
                 *               "label": "Greeting",
                 *               "required": true
                 *             }
                 *           ]
                 *         }
                 *       ]
                 *     }
                 */
                "application/json": components["schemas"]["NewPlugin"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "plugin": {
                     *         "id": 12,
                     *         "slug": "greeter",
                     *         "name": "Greeter",
                     *         "client_id": "pbc_gR7cV2mXq9",
                     *         "origin": "host",
                     *         "status": "approved",
                     *         "client_type": "confidential",
                     *         "compatibility": null,
                     *         "current_release": 1,
                     *         "suspended_at": null,
                     *         "suspended_reason": null,
                     *         "deleted_at": null,
                     *         "intro": "Greets visitors",
                     *         "author": "Acme",
                     *         "icon": "//plugboard.example.com/images/icon.png",
                     *         "created_at": "2026-03-02T08:30:00.000Z",
                     *         "updated_at": "2026-03-02T08:30:00.000Z"
                     *       },
                     *       "credentials": {
                     *         "client_id": "pbc_gR7cV2mXq9",
                     *         "client_secret": "pbs_example_of_a_client_secret",
                     *         "webhook_secret": "whsec_cGJzX2V4YW1wbGVfb2ZfYV9jbGllbnRfc2VjcmV0"
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["PluginCreated"];
                };
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    getPlugin: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Its id or its slug
                 * @example greeter
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": 12,
                     *       "slug": "greeter",
                     *       "name": "Greeter",
                     *       "client_id": "pbc_gR7cV2mXq9",
                     *       "origin": "host",
                     *       "status": "approved",
                     *       "client_type": "confidential",
                     *       "compatibility": null,
                     *       "current_release": 1,
                     *       "suspended_at": null,
                     *       "suspended_reason": null,
                     *       "deleted_at": null,
                     *       "intro": "Greets visitors",
                     *       "author": "Acme",
                     *       "icon": "//plugboard.example.com/images/icon.png",
                     *       "created_at": "2026-03-02T08:30:00.000Z",
                     *       "updated_at": "2026-03-02T08:30:00.000Z",
                     *       "role": null
                     *     }
                     */
                    "application/json": components["schemas"]["PluginWithRole"];
                };
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    deletePlugin: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Its id or its slug
                 * @example greeter
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "deleted_at": "2026-03-02T09:15:00.840Z",
                     *       "installs": 0,
                     *       "kept": 3,
                     *       "erase_after": "2026-04-01T08:30:00.000Z",
                     *       "grace_days": 30,
                     *       "is_gone": false
                     *     }
                     */
                    "application/json": components["schemas"]["PluginDeletion"];
                };
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    updatePlugin: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Its id or its slug
                 * @example greeter
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "client_type": "public"
                 *     }
                 */
                "application/json": components["schemas"]["PluginChange"];
            };
        };
        responses: {
            /** @description A registered plugin; name to icon are those of its published release, or of its newest while none is */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": 12,
                     *       "slug": "greeter",
                     *       "name": "Greeter",
                     *       "client_id": "pbc_gR7cV2mXq9",
                     *       "origin": "host",
                     *       "status": "approved",
                     *       "client_type": "public",
                     *       "compatibility": null,
                     *       "current_release": 1,
                     *       "suspended_at": null,
                     *       "suspended_reason": null,
                     *       "deleted_at": null,
                     *       "intro": "Greets visitors",
                     *       "author": "Acme",
                     *       "icon": "//plugboard.example.com/images/icon.png",
                     *       "created_at": "2026-03-02T08:30:00.000Z",
                     *       "updated_at": "2026-03-02T08:30:00.000Z"
                     *     }
                     */
                    "application/json": components["schemas"]["Plugin"];
                };
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    listCollaborators: {
        parameters: {
            query?: {
                limit?: number;
                /** @description next_cursor of the page before */
                cursor?: string;
            };
            header?: never;
            path: {
                /**
                 * @description Its id or its slug
                 * @example greeter
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": [
                     *         {
                     *           "user_id": 3,
                     *           "email": "ada@example.com",
                     *           "friendly_name": "Ada",
                     *           "role": "owner",
                     *           "since": "2026-03-02T08:30:00.000Z"
                     *         }
                     *       ],
                     *       "next_cursor": null
                     *     }
                     */
                    "application/json": components["schemas"]["CollaboratorPage"];
                };
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    addCollaborator: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes it safe to send the request again: for 24 hours the same key and body give the same answer, and another body is refused */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /**
                 * @description Its id or its slug
                 * @example greeter
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "email": "ada@example.com",
                 *       "role": "developer"
                 *     }
                 */
                "application/json": components["schemas"]["NewCollaborator"];
            };
        };
        responses: {
            /** @description Somebody who develops a plugin, or looks at it */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "user_id": 3,
                     *       "email": "ada@example.com",
                     *       "friendly_name": "Ada",
                     *       "role": "owner",
                     *       "since": "2026-03-02T08:30:00.000Z"
                     *     }
                     */
                    "application/json": components["schemas"]["Collaborator"];
                };
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    putCollaborator: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Its id or its slug
                 * @example greeter
                 */
                id: string;
                /** @example 3 */
                user_id: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "role": "developer"
                 *     }
                 */
                "application/json": components["schemas"]["CollaboratorChange"];
            };
        };
        responses: {
            /** @description Somebody who develops a plugin, or looks at it */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "user_id": 3,
                     *       "email": "ada@example.com",
                     *       "friendly_name": "Ada",
                     *       "role": "owner",
                     *       "since": "2026-03-02T08:30:00.000Z"
                     *     }
                     */
                    "application/json": components["schemas"]["Collaborator"];
                };
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    removeCollaborator: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Its id or its slug
                 * @example greeter
                 */
                id: string;
                /** @example 3 */
                user_id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    getPluginDeletion: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Its id or its slug
                 * @example greeter
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "deleted_at": null,
                     *       "installs": 3,
                     *       "kept": 0,
                     *       "erase_after": null,
                     *       "grace_days": 30,
                     *       "is_gone": false
                     *     }
                     */
                    "application/json": components["schemas"]["PluginDeletion"];
                };
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    listDeliveries: {
        parameters: {
            query?: {
                limit?: number;
                /** @description next_cursor of the page before */
                cursor?: string;
                status?: "queued" | "ongoing" | "done" | "ignored" | "failed" | "parked" | "cancelled";
                /** @description Its name */
                event?: string;
                identifier?: string;
                install_id?: number;
                since?: string;
            };
            header?: never;
            path: {
                /**
                 * @description Its id or its slug
                 * @example greeter
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": [
                     *         {
                     *           "id": "019cade2-8a61-7d15-8e02-1f3a5b7c9d02",
                     *           "space_id": 7,
                     *           "install_id": 41,
                     *           "plugin_id": 12,
                     *           "plugin_slug": "greeter",
                     *           "plugin_name": "Greeter",
                     *           "plugin_icon": "//plugboard.example.com/images/icon.png",
                     *           "event_id": "019cade2-8a60-7b3f-9c41-5d2e7f8a9b01",
                     *           "name": "entry_sign_in",
                     *           "identifier": "vr:entry:19",
                     *           "status": "done",
                     *           "status_message": "Greeted",
                     *           "failure_reason": null,
                     *           "settled_by": "plugin",
                     *           "settled_reason": null,
                     *           "settled_at": "2026-03-02T09:15:00.840Z",
                     *           "parked_reason": null,
                     *           "created_at": "2026-03-02T09:15:00.000Z",
                     *           "delivery": null,
                     *           "space_name": "Acme",
                     *           "attempts_total": 1,
                     *           "max_attempts": null,
                     *           "last_attempt": {
                     *             "stage": "answered",
                     *             "status_code": 200,
                     *             "error": null,
                     *             "started_at": "2026-03-02T09:15:00.410Z",
                     *             "duration_ms": 430
                     *           }
                     *         }
                     *       ],
                     *       "next_cursor": null
                     *     }
                     */
                    "application/json": components["schemas"]["PluginDeliveryPage"];
                };
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    createDevelopmentInstall: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes it safe to send the request again: for 24 hours the same key and body give the same answer, and another body is refused */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /**
                 * @description Its id or its slug
                 * @example greeter
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A plugin in a space */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": 41,
                     *       "space_id": 7,
                     *       "plugin_id": 12,
                     *       "plugin_slug": "greeter",
                     *       "plugin_name": "Greeter",
                     *       "plugin_icon": "//plugboard.example.com/images/icon.png",
                     *       "plugin_deleted": false,
                     *       "release": 1,
                     *       "generation": 1,
                     *       "status": "active",
                     *       "setup_open": false,
                     *       "development": false,
                     *       "scopes": [
                     *         "entries.write"
                     *       ],
                     *       "permissions_pending": false,
                     *       "attention": [],
                     *       "config_revision": 1,
                     *       "installed_by": 3,
                     *       "created_at": "2026-03-02T08:30:00.000Z",
                     *       "updated_at": "2026-03-02T08:30:00.000Z",
                     *       "uninstalled_at": null,
                     *       "erase_after": null,
                     *       "erased_at": null
                     *     }
                     */
                    "application/json": components["schemas"]["Install"];
                };
            };
            /** @description A plugin in a space */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": 41,
                     *       "space_id": 7,
                     *       "plugin_id": 12,
                     *       "plugin_slug": "greeter",
                     *       "plugin_name": "Greeter",
                     *       "plugin_icon": "//plugboard.example.com/images/icon.png",
                     *       "plugin_deleted": false,
                     *       "release": 1,
                     *       "generation": 1,
                     *       "status": "active",
                     *       "setup_open": false,
                     *       "development": false,
                     *       "scopes": [
                     *         "entries.write"
                     *       ],
                     *       "permissions_pending": false,
                     *       "attention": [],
                     *       "config_revision": 1,
                     *       "installed_by": 3,
                     *       "created_at": "2026-03-02T08:30:00.000Z",
                     *       "updated_at": "2026-03-02T08:30:00.000Z",
                     *       "uninstalled_at": null,
                     *       "erase_after": null,
                     *       "erased_at": null
                     *     }
                     */
                    "application/json": components["schemas"]["Install"];
                };
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    deleteDevelopmentInstall: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Its id or its slug
                 * @example greeter
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    listDevelopmentInstalls: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Its id or its slug
                 * @example greeter
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": [
                     *         {
                     *           "id": 41,
                     *           "space_id": 7,
                     *           "plugin_id": 12,
                     *           "plugin_slug": "greeter",
                     *           "plugin_name": "Greeter",
                     *           "plugin_icon": "//plugboard.example.com/images/icon.png",
                     *           "plugin_deleted": false,
                     *           "release": 1,
                     *           "generation": 1,
                     *           "status": "active",
                     *           "setup_open": false,
                     *           "development": false,
                     *           "scopes": [
                     *             "entries.write"
                     *           ],
                     *           "permissions_pending": false,
                     *           "attention": [],
                     *           "config_revision": 1,
                     *           "installed_by": 3,
                     *           "created_at": "2026-03-02T08:30:00.000Z",
                     *           "updated_at": "2026-03-02T08:30:00.000Z",
                     *           "uninstalled_at": null,
                     *           "erase_after": null,
                     *           "erased_at": null
                     *         }
                     *       ],
                     *       "next_cursor": null
                     *     }
                     */
                    "application/json": components["schemas"]["InstallPage"];
                };
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    listEndpoints: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Its id or its slug
                 * @example greeter
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": [
                     *         {
                     *           "id": 1,
                     *           "event_name": "entry_sign_in",
                     *           "url": "https://greeter.example.com/entry-sign-in",
                     *           "status": "healthy",
                     *           "failing_since": null,
                     *           "failures": 0,
                     *           "disabled_at": null,
                     *           "disabled_reason": null
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["EndpointList"];
                };
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    disableEndpoint: {
        parameters: {
            query?: {
                /** @description May be left out where there is only one */
                url?: string;
            };
            header?: never;
            path: {
                /**
                 * @description Its id or its slug
                 * @example greeter
                 */
                id: string;
                /** @example entry_sign_in */
                event_name: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                /**
                 * @example {
                 *       "reason": "Moves to another machine"
                 *     }
                 */
                "application/json": components["schemas"]["DisableEndpoint"];
            };
        };
        responses: {
            /** @description The worker of a plugin for one event at one URL, and how it is doing */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": 1,
                     *       "event_name": "entry_sign_in",
                     *       "url": "https://greeter.example.com/entry-sign-in",
                     *       "status": "disabled",
                     *       "failing_since": null,
                     *       "failures": 0,
                     *       "disabled_at": "2026-03-02T09:15:00.840Z",
                     *       "disabled_reason": "Moves to another machine"
                     *     }
                     */
                    "application/json": components["schemas"]["Endpoint"];
                };
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    enableEndpoint: {
        parameters: {
            query?: {
                /** @description May be left out where there is only one */
                url?: string;
            };
            header?: never;
            path: {
                /**
                 * @description Its id or its slug
                 * @example greeter
                 */
                id: string;
                /** @example entry_sign_in */
                event_name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The worker of a plugin for one event at one URL, and how it is doing */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": 1,
                     *       "event_name": "entry_sign_in",
                     *       "url": "https://greeter.example.com/entry-sign-in",
                     *       "status": "healthy",
                     *       "failing_since": null,
                     *       "failures": 0,
                     *       "disabled_at": null,
                     *       "disabled_reason": null
                     *     }
                     */
                    "application/json": components["schemas"]["Endpoint"];
                };
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    listPluginInstalls: {
        parameters: {
            query?: {
                limit?: number;
                /** @description next_cursor of the page before */
                cursor?: string;
                /** @description Has to be in the name of the space, in any case, or be the id of the install */
                search?: string;
            };
            header?: never;
            path: {
                /**
                 * @description Its id or its slug
                 * @example greeter
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": [
                     *         {
                     *           "install_id": 41,
                     *           "space_name": "Acme",
                     *           "status": "active",
                     *           "release": 1
                     *         }
                     *       ],
                     *       "next_cursor": null
                     *     }
                     */
                    "application/json": components["schemas"]["PluginInstallPage"];
                };
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    getManifest: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Its id or its slug
                 * @example greeter
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "name": "Greeter",
                     *       "slug": "greeter",
                     *       "intro": "Greets visitors",
                     *       "author": "Acme",
                     *       "icon": "//plugboard.example.com/images/icon.png",
                     *       "scopes": [
                     *         "entries.write"
                     *       ],
                     *       "events": [
                     *         {
                     *           "name": "entry_sign_in",
                     *           "url": "https://greeter.example.com/entry-sign-in",
                     *           "filter": null
                     *         }
                     *       ],
                     *       "setup_steps": [
                     *         {
                     *           "type": "form",
                     *           "title": "How to greet",
                     *           "fields": [
                     *             {
                     *               "key": "greeting",
                     *               "type": "text",
                     *               "label": "Greeting",
                     *               "required": true
                     *             }
                     *           ]
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["Manifest"];
                };
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    putManifest: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag that was read: refuse when there is a newer release */
                "if-match"?: string;
            };
            path: {
                /**
                 * @description Its id or its slug
                 * @example greeter
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "name": "Greeter",
                 *       "slug": "greeter",
                 *       "intro": "Greets visitors",
                 *       "author": "Acme",
                 *       "icon": "//plugboard.example.com/images/icon.png",
                 *       "scopes": [
                 *         "entries.write"
                 *       ],
                 *       "events": [
                 *         {
                 *           "name": "entry_sign_in",
                 *           "url": "https://greeter.example.com/entry-sign-in",
                 *           "filter": null
                 *         }
                 *       ],
                 *       "setup_steps": [
                 *         {
                 *           "type": "form",
                 *           "title": "How to greet",
                 *           "fields": [
                 *             {
                 *               "key": "greeting",
                 *               "type": "text",
                 *               "label": "Greeting",
                 *               "required": true
                 *             }
                 *           ]
                 *         }
                 *       ]
                 *     }
                 */
                "application/json": components["schemas"]["Manifest"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "plugin": {
                     *         "id": 12,
                     *         "slug": "greeter",
                     *         "name": "Greeter",
                     *         "client_id": "pbc_gR7cV2mXq9",
                     *         "origin": "host",
                     *         "status": "approved",
                     *         "client_type": "confidential",
                     *         "compatibility": null,
                     *         "current_release": 1,
                     *         "suspended_at": null,
                     *         "suspended_reason": null,
                     *         "deleted_at": null,
                     *         "intro": "Greets visitors",
                     *         "author": "Acme",
                     *         "icon": "//plugboard.example.com/images/icon.png",
                     *         "created_at": "2026-03-02T08:30:00.000Z",
                     *         "updated_at": "2026-03-02T08:30:00.000Z"
                     *       },
                     *       "release": {
                     *         "number": 1,
                     *         "state": "published",
                     *         "current": true,
                     *         "created_at": "2026-03-02T08:30:00.000Z",
                     *         "submitted_at": "2026-03-02T08:30:00.000Z",
                     *         "submitted_by": 3,
                     *         "roll_out": "at_once",
                     *         "reviewed_at": "2026-03-02T08:30:00.000Z",
                     *         "reviewed_by": null,
                     *         "message": "Welcome",
                     *         "published_at": "2026-03-02T08:30:00.000Z"
                     *       },
                     *       "changes": [
                     *         {
                     *           "kind": "event_moved",
                     *           "event": "entry_sign_in",
                     *           "from": "https://greeter.example.com/entry-sign-in",
                     *           "to": "https://greeter.example.com/entry-sign-in/2"
                     *         }
                     *       ],
                     *       "touches": {
                     *         "installs": 12,
                     *         "spaces_to_agree": {
                     *           "spaces": 12,
                     *           "scopes": [
                     *             "entries.write"
                     *           ],
                     *           "events": []
                     *         },
                     *         "installs_back_to_setup": 0,
                     *         "installs_below_plan": 1,
                     *         "endpoints_moved": 1,
                     *         "jobs_waiting": 3
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["ManifestPut"];
                };
            };
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "plugin": {
                     *         "id": 12,
                     *         "slug": "greeter",
                     *         "name": "Greeter",
                     *         "client_id": "pbc_gR7cV2mXq9",
                     *         "origin": "host",
                     *         "status": "approved",
                     *         "client_type": "confidential",
                     *         "compatibility": null,
                     *         "current_release": 1,
                     *         "suspended_at": null,
                     *         "suspended_reason": null,
                     *         "deleted_at": null,
                     *         "intro": "Greets visitors",
                     *         "author": "Acme",
                     *         "icon": "//plugboard.example.com/images/icon.png",
                     *         "created_at": "2026-03-02T08:30:00.000Z",
                     *         "updated_at": "2026-03-02T08:30:00.000Z"
                     *       },
                     *       "release": {
                     *         "number": 1,
                     *         "state": "published",
                     *         "current": true,
                     *         "created_at": "2026-03-02T08:30:00.000Z",
                     *         "submitted_at": "2026-03-02T08:30:00.000Z",
                     *         "submitted_by": 3,
                     *         "roll_out": "at_once",
                     *         "reviewed_at": "2026-03-02T08:30:00.000Z",
                     *         "reviewed_by": null,
                     *         "message": "Welcome",
                     *         "published_at": "2026-03-02T08:30:00.000Z"
                     *       },
                     *       "changes": [
                     *         {
                     *           "kind": "event_moved",
                     *           "event": "entry_sign_in",
                     *           "from": "https://greeter.example.com/entry-sign-in",
                     *           "to": "https://greeter.example.com/entry-sign-in/2"
                     *         }
                     *       ],
                     *       "touches": {
                     *         "installs": 12,
                     *         "spaces_to_agree": {
                     *           "spaces": 12,
                     *           "scopes": [
                     *             "entries.write"
                     *           ],
                     *           "events": []
                     *         },
                     *         "installs_back_to_setup": 0,
                     *         "installs_below_plan": 1,
                     *         "endpoints_moved": 1,
                     *         "jobs_waiting": 3
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["ManifestPut"];
                };
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    listNotices: {
        parameters: {
            query?: {
                limit?: number;
                /** @description next_cursor of the page before */
                cursor?: string;
                /** @description Only those that you have not read */
                unread?: boolean;
            };
            header?: never;
            path: {
                /**
                 * @description Its id or its slug
                 * @example greeter
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": [
                     *         {
                     *           "id": 9,
                     *           "kind": "endpoint_failing",
                     *           "message": "The endpoint of entry_sign_in has not answered since 2026-03-02T09:15:00.000Z",
                     *           "created_at": "2026-03-02T09:15:00.840Z",
                     *           "unread": true
                     *         }
                     *       ],
                     *       "next_cursor": null
                     *     }
                     */
                    "application/json": components["schemas"]["NoticePage"];
                };
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    readNotices: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Its id or its slug
                 * @example greeter
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "until": 9
                 *     }
                 */
                "application/json": components["schemas"]["NoticesRead"];
            };
        };
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    listRehearsals: {
        parameters: {
            query?: {
                limit?: number;
                /** @description next_cursor of the page before */
                cursor?: string;
            };
            header?: never;
            path: {
                /**
                 * @description Its id or its slug
                 * @example greeter
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": [
                     *         {
                     *           "id": 1,
                     *           "plugin_id": 12,
                     *           "release": 2,
                     *           "state": "done",
                     *           "reason": null,
                     *           "since": "2026-03-01T09:15:00.000Z",
                     *           "until": "2026-03-02T09:15:00.000Z",
                     *           "total": 120,
                     *           "rehearsed": 120,
                     *           "same": 118,
                     *           "different": 2,
                     *           "created_at": "2026-03-02T09:15:00.840Z",
                     *           "finished_at": "2026-03-02T09:15:00.840Z"
                     *         }
                     *       ],
                     *       "next_cursor": null
                     *     }
                     */
                    "application/json": components["schemas"]["RehearsalPage"];
                };
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    listReleases: {
        parameters: {
            query?: {
                limit?: number;
                /** @description next_cursor of the page before */
                cursor?: string;
            };
            header?: never;
            path: {
                /**
                 * @description Its id or its slug
                 * @example greeter
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": [
                     *         {
                     *           "number": 1,
                     *           "state": "published",
                     *           "current": true,
                     *           "created_at": "2026-03-02T08:30:00.000Z",
                     *           "submitted_at": "2026-03-02T08:30:00.000Z",
                     *           "submitted_by": 3,
                     *           "roll_out": "at_once",
                     *           "reviewed_at": "2026-03-02T08:30:00.000Z",
                     *           "reviewed_by": null,
                     *           "message": "Welcome",
                     *           "published_at": "2026-03-02T08:30:00.000Z"
                     *         }
                     *       ],
                     *       "next_cursor": null
                     *     }
                     */
                    "application/json": components["schemas"]["ReleaseSummaryPage"];
                };
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    getRelease: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Its id or its slug
                 * @example greeter
                 */
                id: string;
                /** @example 1 */
                number: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "number": 1,
                     *       "state": "published",
                     *       "current": true,
                     *       "created_at": "2026-03-02T08:30:00.000Z",
                     *       "submitted_at": "2026-03-02T08:30:00.000Z",
                     *       "submitted_by": 3,
                     *       "roll_out": "at_once",
                     *       "reviewed_at": "2026-03-02T08:30:00.000Z",
                     *       "reviewed_by": null,
                     *       "message": "Welcome",
                     *       "published_at": "2026-03-02T08:30:00.000Z",
                     *       "changed": [],
                     *       "manifest": {
                     *         "name": "Greeter",
                     *         "slug": "greeter",
                     *         "intro": "Greets visitors",
                     *         "author": "Acme",
                     *         "icon": "//plugboard.example.com/images/icon.png",
                     *         "scopes": [
                     *           "entries.write"
                     *         ],
                     *         "events": [
                     *           {
                     *             "name": "entry_sign_in",
                     *             "url": "https://greeter.example.com/entry-sign-in",
                     *             "filter": null
                     *           }
                     *         ],
                     *         "setup_steps": [
                     *           {
                     *             "type": "form",
                     *             "title": "How to greet",
                     *             "fields": [
                     *               {
                     *                 "key": "greeting",
                     *                 "type": "text",
                     *                 "label": "Greeting",
                     *                 "required": true
                     *               }
                     *             ]
                     *           }
                     *         ]
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["Release"];
                };
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    getCohorts: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Its id or its slug
                 * @example greeter
                 */
                id: string;
                /** @example 1 */
                number: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description How many installs each per cent would bring to a release */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "installs": 4,
                     *       "on_release": 1,
                     *       "steps": [
                     *         {
                     *           "percent": 21,
                     *           "more": 1
                     *         },
                     *         {
                     *           "percent": 58,
                     *           "more": 2
                     *         },
                     *         {
                     *           "percent": 84,
                     *           "more": 3
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["Cohorts"];
                };
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    compareRelease: {
        parameters: {
            query?: {
                /** @description The release to compare it to. By default what installs run now, and for the host and operators the release before it that was published last */
                from?: number;
            };
            header?: never;
            path: {
                /**
                 * @description Its id or its slug
                 * @example greeter
                 */
                id: string;
                /** @example 1 */
                number: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "from": 1,
                     *       "to": 2,
                     *       "changes": [
                     *         {
                     *           "kind": "event_moved",
                     *           "event": "entry_sign_in",
                     *           "from": "https://greeter.example.com/entry-sign-in",
                     *           "to": "https://greeter.example.com/entry-sign-in/2"
                     *         }
                     *       ],
                     *       "touches": {
                     *         "installs": 12,
                     *         "spaces_to_agree": {
                     *           "spaces": 12,
                     *           "scopes": [
                     *             "entries.write"
                     *           ],
                     *           "events": []
                     *         },
                     *         "installs_back_to_setup": 0,
                     *         "installs_below_plan": 1,
                     *         "endpoints_moved": 1,
                     *         "jobs_waiting": 3
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["ReleaseDiff"];
                };
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    rehearseRelease: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Its id or its slug
                 * @example greeter
                 */
                id: string;
                /** @example 1 */
                number: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "install_ids": [
                 *         41
                 *       ],
                 *       "limit": 100
                 *     }
                 */
                "application/json": components["schemas"]["NewRehearsal"];
            };
        };
        responses: {
            /** @description What happened, told to a release once more; nothing comes of it */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": 1,
                     *       "plugin_id": 12,
                     *       "release": 2,
                     *       "state": "done",
                     *       "reason": null,
                     *       "since": "2026-03-01T09:15:00.000Z",
                     *       "until": "2026-03-02T09:15:00.000Z",
                     *       "total": 120,
                     *       "rehearsed": 120,
                     *       "same": 118,
                     *       "different": 2,
                     *       "created_at": "2026-03-02T09:15:00.840Z",
                     *       "finished_at": "2026-03-02T09:15:00.840Z"
                     *     }
                     */
                    "application/json": components["schemas"]["Rehearsal"];
                };
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    reviewRelease: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Its id or its slug
                 * @example greeter
                 */
                id: string;
                /** @example 1 */
                number: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "verdict": "approve",
                 *       "message": "Welcome"
                 *     }
                 */
                "application/json": components["schemas"]["Review"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "plugin": {
                     *         "id": 12,
                     *         "slug": "greeter",
                     *         "name": "Greeter",
                     *         "client_id": "pbc_gR7cV2mXq9",
                     *         "origin": "host",
                     *         "status": "approved",
                     *         "client_type": "confidential",
                     *         "compatibility": null,
                     *         "current_release": 1,
                     *         "suspended_at": null,
                     *         "suspended_reason": null,
                     *         "deleted_at": null,
                     *         "intro": "Greets visitors",
                     *         "author": "Acme",
                     *         "icon": "//plugboard.example.com/images/icon.png",
                     *         "created_at": "2026-03-02T08:30:00.000Z",
                     *         "updated_at": "2026-03-02T08:30:00.000Z"
                     *       },
                     *       "release": {
                     *         "number": 1,
                     *         "state": "published",
                     *         "current": true,
                     *         "created_at": "2026-03-02T08:30:00.000Z",
                     *         "submitted_at": "2026-03-02T08:30:00.000Z",
                     *         "submitted_by": 3,
                     *         "roll_out": "at_once",
                     *         "reviewed_at": "2026-03-02T08:30:00.000Z",
                     *         "reviewed_by": null,
                     *         "message": "Welcome",
                     *         "published_at": "2026-03-02T08:30:00.000Z"
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["ReviewedRelease"];
                };
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    rollBackRelease: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Its id or its slug
                 * @example greeter
                 */
                id: string;
                /** @example 1 */
                number: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A release that reaches some installs before others */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": 5,
                     *       "release": 2,
                     *       "from_release": 1,
                     *       "percent": 10,
                     *       "dry_run": false,
                     *       "state": "rolling_back",
                     *       "counts": {
                     *         "installs": 4,
                     *         "moved": 3,
                     *         "failed": 1,
                     *         "waiting": 0,
                     *         "rolled_back": 0,
                     *         "kept_config": 0
                     *       },
                     *       "started_by": 3,
                     *       "created_at": "2026-03-02T08:30:00.000Z",
                     *       "finished_at": null
                     *     }
                     */
                    "application/json": components["schemas"]["RollOut"];
                };
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    rollOutRelease: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Its id or its slug
                 * @example greeter
                 */
                id: string;
                /** @example 1 */
                number: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "percent": 10
                 *     }
                 */
                "application/json": components["schemas"]["NewRollOut"];
            };
        };
        responses: {
            /** @description A release that reaches some installs before others */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": 5,
                     *       "release": 2,
                     *       "from_release": 1,
                     *       "percent": 10,
                     *       "dry_run": false,
                     *       "state": "waiting",
                     *       "counts": {
                     *         "installs": 4,
                     *         "moved": 3,
                     *         "failed": 1,
                     *         "waiting": 0,
                     *         "rolled_back": 0,
                     *         "kept_config": 0
                     *       },
                     *       "started_by": 3,
                     *       "created_at": "2026-03-02T08:30:00.000Z",
                     *       "finished_at": null
                     *     }
                     */
                    "application/json": components["schemas"]["RollOut"];
                };
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    submitRelease: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Its id or its slug
                 * @example greeter
                 */
                id: string;
                /** @example 1 */
                number: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                /**
                 * @example {
                 *       "roll_out": "later"
                 *     }
                 */
                "application/json": components["schemas"]["ReleaseSubmission"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "plugin": {
                     *         "id": 12,
                     *         "slug": "greeter",
                     *         "name": "Greeter",
                     *         "client_id": "pbc_gR7cV2mXq9",
                     *         "origin": "host",
                     *         "status": "approved",
                     *         "client_type": "confidential",
                     *         "compatibility": null,
                     *         "current_release": 1,
                     *         "suspended_at": null,
                     *         "suspended_reason": null,
                     *         "deleted_at": null,
                     *         "intro": "Greets visitors",
                     *         "author": "Acme",
                     *         "icon": "//plugboard.example.com/images/icon.png",
                     *         "created_at": "2026-03-02T08:30:00.000Z",
                     *         "updated_at": "2026-03-02T08:30:00.000Z"
                     *       },
                     *       "release": {
                     *         "number": 1,
                     *         "state": "published",
                     *         "current": true,
                     *         "created_at": "2026-03-02T08:30:00.000Z",
                     *         "submitted_at": "2026-03-02T08:30:00.000Z",
                     *         "submitted_by": 3,
                     *         "roll_out": "at_once",
                     *         "reviewed_at": "2026-03-02T08:30:00.000Z",
                     *         "reviewed_by": null,
                     *         "message": "Welcome",
                     *         "published_at": "2026-03-02T08:30:00.000Z"
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["ReviewedRelease"];
                };
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    resumePlugin: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Its id or its slug
                 * @example greeter
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A registered plugin; name to icon are those of its published release, or of its newest while none is */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": 12,
                     *       "slug": "greeter",
                     *       "name": "Greeter",
                     *       "client_id": "pbc_gR7cV2mXq9",
                     *       "origin": "host",
                     *       "status": "approved",
                     *       "client_type": "confidential",
                     *       "compatibility": null,
                     *       "current_release": 1,
                     *       "suspended_at": null,
                     *       "suspended_reason": null,
                     *       "deleted_at": null,
                     *       "intro": "Greets visitors",
                     *       "author": "Acme",
                     *       "icon": "//plugboard.example.com/images/icon.png",
                     *       "created_at": "2026-03-02T08:30:00.000Z",
                     *       "updated_at": "2026-03-02T08:30:00.000Z"
                     *     }
                     */
                    "application/json": components["schemas"]["Plugin"];
                };
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    getRetrySchedule: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Id or slug
                 * @example greeter
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "steps": [
                     *         0,
                     *         30,
                     *         300,
                     *         3600
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["RetrySchedule"];
                };
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    putRetrySchedule: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Id or slug
                 * @example greeter
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "steps": [
                 *         0,
                 *         30,
                 *         300,
                 *         3600
                 *       ]
                 *     }
                 */
                "application/json": components["schemas"]["RetrySchedule"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "steps": [
                     *         0,
                     *         30,
                     *         300,
                     *         3600
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["RetrySchedule"];
                };
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    deleteRetrySchedule: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Id or slug
                 * @example greeter
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    listRollOuts: {
        parameters: {
            query?: {
                limit?: number;
                /** @description next_cursor of the page before */
                cursor?: string;
            };
            header?: never;
            path: {
                /**
                 * @description Its id or its slug
                 * @example greeter
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": [
                     *         {
                     *           "id": 5,
                     *           "release": 2,
                     *           "from_release": 1,
                     *           "percent": 10,
                     *           "dry_run": false,
                     *           "state": "waiting",
                     *           "counts": {
                     *             "installs": 4,
                     *             "moved": 3,
                     *             "failed": 1,
                     *             "waiting": 0,
                     *             "rolled_back": 0,
                     *             "kept_config": 0
                     *           },
                     *           "started_by": 3,
                     *           "created_at": "2026-03-02T08:30:00.000Z",
                     *           "finished_at": null
                     *         }
                     *       ],
                     *       "next_cursor": null
                     *     }
                     */
                    "application/json": components["schemas"]["RollOutPage"];
                };
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    getRollOut: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Its id or its slug
                 * @example greeter
                 */
                id: string;
                /** @example 5 */
                roll_out_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A release that reaches some installs before others */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": 5,
                     *       "release": 2,
                     *       "from_release": 1,
                     *       "percent": 10,
                     *       "dry_run": false,
                     *       "state": "waiting",
                     *       "counts": {
                     *         "installs": 4,
                     *         "moved": 3,
                     *         "failed": 1,
                     *         "waiting": 0,
                     *         "rolled_back": 0,
                     *         "kept_config": 0
                     *       },
                     *       "started_by": 3,
                     *       "created_at": "2026-03-02T08:30:00.000Z",
                     *       "finished_at": null
                     *     }
                     */
                    "application/json": components["schemas"]["RollOut"];
                };
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    listRollOutInstalls: {
        parameters: {
            query?: {
                limit?: number;
                /** @description next_cursor of the page before */
                cursor?: string;
                state?: "waiting" | "moved" | "failed" | "rolled_back" | "kept_config";
            };
            header?: never;
            path: {
                /**
                 * @description Its id or its slug
                 * @example greeter
                 */
                id: string;
                /** @example 5 */
                roll_out_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": [
                     *         {
                     *           "install_id": 41,
                     *           "space_name": "Acme",
                     *           "state": "moved",
                     *           "message": null,
                     *           "changed": [
                     *             "/greeting"
                     *           ]
                     *         }
                     *       ],
                     *       "next_cursor": null
                     *     }
                     */
                    "application/json": components["schemas"]["RollOutInstallPage"];
                };
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    stopRollOut: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Its id or its slug
                 * @example greeter
                 */
                id: string;
                /** @example 5 */
                roll_out_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A release that reaches some installs before others */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": 5,
                     *       "release": 2,
                     *       "from_release": 1,
                     *       "percent": 10,
                     *       "dry_run": false,
                     *       "state": "stopped",
                     *       "counts": {
                     *         "installs": 4,
                     *         "moved": 3,
                     *         "failed": 1,
                     *         "waiting": 0,
                     *         "rolled_back": 0,
                     *         "kept_config": 0
                     *       },
                     *       "started_by": 3,
                     *       "created_at": "2026-03-02T08:30:00.000Z",
                     *       "finished_at": null
                     *     }
                     */
                    "application/json": components["schemas"]["RollOut"];
                };
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    listSecrets: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Its id or its slug
                 * @example greeter
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": [
                     *         {
                     *           "generation": 1,
                     *           "created_at": "2026-03-02T08:30:00.000Z",
                     *           "proved_at": "2026-03-02T08:30:00.000Z",
                     *           "expires_at": null,
                     *           "live": true
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["SecretList"];
                };
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    rotateSecret: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes it safe to send the request again: for 24 hours the same key and body give the same answer, and another body is refused */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /**
                 * @description Its id or its slug
                 * @example greeter
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                /** @example {} */
                "application/json": components["schemas"]["NewSecret"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "generation": 2,
                     *       "client_secret": "pbs_example_of_a_client_secret",
                     *       "webhook_secret": "whsec_cGJzX2V4YW1wbGVfb2ZfYV9jbGllbnRfc2VjcmV0",
                     *       "previous_expires_at": "2026-03-03T08:30:00.000Z"
                     *     }
                     */
                    "application/json": components["schemas"]["SecretCreated"];
                };
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    withdrawSecret: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Its id or its slug
                 * @example greeter
                 */
                id: string;
                /** @example 1 */
                generation: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Withdrawn */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    getPluginStats: {
        parameters: {
            query?: {
                /** @description Its name; by default all */
                event?: string;
                /** @description At most 31 days ago; by default 24 hours, to the end of the step that is under way */
                since?: string;
                /** @description Seconds, in whole minutes; at most 200 steps */
                step?: number;
            };
            header?: never;
            path: {
                /**
                 * @description Its id or its slug
                 * @example greeter
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Counted while requests are made, and written every few seconds: the last ones are missing for a moment. Requests of development installs are not counted */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "since": "2026-03-02T09:00:00.000Z",
                     *       "until": "2026-03-02T10:00:00.000Z",
                     *       "step": 3600,
                     *       "attempts": 12,
                     *       "done": 9,
                     *       "ignored": 1,
                     *       "failed": 0,
                     *       "ongoing": 0,
                     *       "retried": 2,
                     *       "latency_ms": {
                     *         "p50": 84,
                     *         "p95": 310,
                     *         "p99": 640
                     *       },
                     *       "series": [
                     *         {
                     *           "at": "2026-03-02T09:00:00.000Z",
                     *           "attempts": 12,
                     *           "done": 9,
                     *           "ignored": 1,
                     *           "failed": 0,
                     *           "ongoing": 0,
                     *           "retried": 2,
                     *           "latency_ms": {
                     *             "p50": 84,
                     *             "p95": 310,
                     *             "p99": 640
                     *           }
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["Stats"];
                };
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    listStorage: {
        parameters: {
            query?: {
                /** @description A development install of your own; without it, what the plugin keeps for itself */
                install_id?: number;
                /** @description Keys that begin so; a whole key is one */
                prefix?: string;
                limit?: number;
                /** @description next_cursor of the page before */
                cursor?: string;
            };
            header?: never;
            path: {
                /**
                 * @description Its id or its slug
                 * @example greeter
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": [
                     *         {
                     *           "key": "greetings/1",
                     *           "value": {
                     *             "text": "Welcome"
                     *           },
                     *           "version": 1,
                     *           "expires_at": null,
                     *           "updated_at": "2026-03-02T09:00:00.000Z"
                     *         }
                     *       ],
                     *       "next_cursor": null
                     *     }
                     */
                    "application/json": components["schemas"]["BrowsedItemPage"];
                };
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    suspendPlugin: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Its id or its slug
                 * @example greeter
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                /**
                 * @example {
                 *       "reason": "Sends visitor lists to a third party"
                 *     }
                 */
                "application/json": components["schemas"]["SuspendPlugin"];
            };
        };
        responses: {
            /** @description A registered plugin; name to icon are those of its published release, or of its newest while none is */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": 12,
                     *       "slug": "greeter",
                     *       "name": "Greeter",
                     *       "client_id": "pbc_gR7cV2mXq9",
                     *       "origin": "host",
                     *       "status": "approved",
                     *       "client_type": "confidential",
                     *       "compatibility": null,
                     *       "current_release": 1,
                     *       "suspended_at": "2026-03-02T09:15:00.840Z",
                     *       "suspended_reason": "Sends visitor lists to a third party",
                     *       "deleted_at": null,
                     *       "intro": "Greets visitors",
                     *       "author": "Acme",
                     *       "icon": "//plugboard.example.com/images/icon.png",
                     *       "created_at": "2026-03-02T08:30:00.000Z",
                     *       "updated_at": "2026-03-02T08:30:00.000Z"
                     *     }
                     */
                    "application/json": components["schemas"]["Plugin"];
                };
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    createPortalLink: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes it safe to send the request again: for 24 hours the same key and body give the same answer, and another body is refused */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "user_id": 3,
                 *       "space_id": 7
                 *     }
                 */
                "application/json": components["schemas"]["NewPortalLink"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "url": "https://plugboard.example.com/portal/pbi_example",
                     *       "expires_at": "2026-03-02T09:05:00.000Z"
                     *     }
                     */
                    "application/json": components["schemas"]["PortalLink"];
                };
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    createPortalToken: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes it safe to send the request again: for 24 hours the same key and body give the same answer, and another body is refused */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "user_id": 3,
                 *       "space_id": 7,
                 *       "views": [
                 *         "settings"
                 *       ]
                 *     }
                 */
                "application/json": components["schemas"]["NewPortalToken"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "token": "pbv_example",
                     *       "expires_at": "2026-03-02T09:15:00.000Z"
                     *     }
                     */
                    "application/json": components["schemas"]["PortalToken"];
                };
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    getQuotas: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description How many plugins of your own, uploaded images, development installs and personal tokens you may have, and have */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "plugins": {
                     *         "limit": 20,
                     *         "used": 1
                     *       },
                     *       "images": {
                     *         "limit": 200,
                     *         "used": 2
                     *       },
                     *       "development_installs": {
                     *         "limit": 3,
                     *         "used": 1
                     *       },
                     *       "personal_tokens": {
                     *         "limit": 50,
                     *         "used": 2
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["Quotas"];
                };
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    getRehearsal: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What happened, told to a release once more; nothing comes of it */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": 1,
                     *       "plugin_id": 12,
                     *       "release": 2,
                     *       "state": "done",
                     *       "reason": null,
                     *       "since": "2026-03-01T09:15:00.000Z",
                     *       "until": "2026-03-02T09:15:00.000Z",
                     *       "total": 120,
                     *       "rehearsed": 120,
                     *       "same": 118,
                     *       "different": 2,
                     *       "created_at": "2026-03-02T09:15:00.840Z",
                     *       "finished_at": "2026-03-02T09:15:00.840Z"
                     *     }
                     */
                    "application/json": components["schemas"]["Rehearsal"];
                };
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    cancelRehearsal: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What happened, told to a release once more; nothing comes of it */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": 1,
                     *       "plugin_id": 12,
                     *       "release": 2,
                     *       "state": "cancelled",
                     *       "reason": null,
                     *       "since": "2026-03-01T09:15:00.000Z",
                     *       "until": "2026-03-02T09:15:00.000Z",
                     *       "total": 120,
                     *       "rehearsed": 120,
                     *       "same": 118,
                     *       "different": 2,
                     *       "created_at": "2026-03-02T09:15:00.840Z",
                     *       "finished_at": "2026-03-02T09:15:00.840Z"
                     *     }
                     */
                    "application/json": components["schemas"]["Rehearsal"];
                };
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    listRehearsedJobs: {
        parameters: {
            query?: {
                limit?: number;
                /** @description next_cursor of the page before */
                cursor?: string;
                /** @description Only those that came to another verdict than they had */
                differing?: boolean;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": [
                     *         {
                     *           "number": 1,
                     *           "install_id": 41,
                     *           "space_id": 7,
                     *           "space_name": "Acme",
                     *           "event_id": "019cade2-8a60-7b3f-9c41-5d2e7f8a9b01",
                     *           "event_name": "entry_sign_in",
                     *           "identifier": "vr:entry:19",
                     *           "differs": true,
                     *           "before": {
                     *             "job_id": "019cade2-8a61-7d15-8e02-1f3a5b7c9d02",
                     *             "status": "done",
                     *             "message": "Greeted"
                     *           },
                     *           "after": {
                     *             "job_id": "0195a3b0-7d1e-7c55-8e11-1f5a2f6b9c01",
                     *             "decision": "delivered",
                     *             "status": "failed",
                     *             "message": "No such host",
                     *             "failure_reason": null,
                     *             "status_code": 412,
                     *             "error": null,
                     *             "duration_ms": 41,
                     *             "attachments": [],
                     *             "effects": null
                     *           }
                     *         }
                     *       ],
                     *       "next_cursor": null
                     *     }
                     */
                    "application/json": components["schemas"]["RehearsedJobPage"];
                };
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    listReviewQueue: {
        parameters: {
            query: {
                limit?: number;
                /** @description next_cursor of the page before */
                cursor?: string;
                state: "in_review";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": [
                     *         {
                     *           "plugin": {
                     *             "id": 12,
                     *             "slug": "greeter",
                     *             "name": "Greeter",
                     *             "author": "Acme"
                     *           },
                     *           "number": 2,
                     *           "is_first": false,
                     *           "roll_out": "at_once",
                     *           "submitted_at": "2026-03-02T08:30:00.000Z",
                     *           "submitted_by": {
                     *             "id": 3,
                     *             "friendly_name": "Ada"
                     *           }
                     *         }
                     *       ],
                     *       "next_cursor": null
                     *     }
                     */
                    "application/json": components["schemas"]["QueuedReleasePage"];
                };
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    listReplays: {
        parameters: {
            query?: {
                limit?: number;
                /** @description next_cursor of the page before */
                cursor?: string;
                space_id?: number;
                install_id?: number;
                plugin_id?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": [
                     *         {
                     *           "id": 1,
                     *           "filter": {
                     *             "install_id": 41,
                     *             "status": [
                     *               "failed",
                     *               "parked"
                     *             ],
                     *             "since": "2026-03-02T08:30:00.000Z",
                     *             "until": "2026-03-02T09:15:00.840Z"
                     *           },
                     *           "include_settled": false,
                     *           "state": "running",
                     *           "total": 1200,
                     *           "done": 340,
                     *           "failed": 2,
                     *           "created_at": "2026-03-02T09:15:00.840Z",
                     *           "finished_at": null
                     *         }
                     *       ],
                     *       "next_cursor": null
                     *     }
                     */
                    "application/json": components["schemas"]["ReplayPage"];
                };
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    createReplay: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description Jobs to be run again */
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "filter": {
                 *         "install_id": 41,
                 *         "status": [
                 *           "failed",
                 *           "parked"
                 *         ],
                 *         "since": "2026-03-02T08:30:00.000Z",
                 *         "until": "2026-03-02T09:15:00.840Z"
                 *       },
                 *       "include_settled": false
                 *     }
                 */
                "application/json": components["schemas"]["NewReplay"];
            };
        };
        responses: {
            /** @description Jobs that are run again in bulk */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": 1,
                     *       "filter": {
                     *         "install_id": 41,
                     *         "status": [
                     *           "failed",
                     *           "parked"
                     *         ],
                     *         "since": "2026-03-02T08:30:00.000Z",
                     *         "until": "2026-03-02T09:15:00.840Z"
                     *       },
                     *       "include_settled": false,
                     *       "state": "running",
                     *       "total": 1200,
                     *       "done": 340,
                     *       "failed": 2,
                     *       "created_at": "2026-03-02T09:15:00.840Z",
                     *       "finished_at": null
                     *     }
                     */
                    "application/json": components["schemas"]["Replay"];
                };
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    getReplay: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 1 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Jobs that are run again in bulk */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": 1,
                     *       "filter": {
                     *         "install_id": 41,
                     *         "status": [
                     *           "failed",
                     *           "parked"
                     *         ],
                     *         "since": "2026-03-02T08:30:00.000Z",
                     *         "until": "2026-03-02T09:15:00.840Z"
                     *       },
                     *       "include_settled": false,
                     *       "state": "running",
                     *       "total": 1200,
                     *       "done": 340,
                     *       "failed": 2,
                     *       "created_at": "2026-03-02T09:15:00.840Z",
                     *       "finished_at": null
                     *     }
                     */
                    "application/json": components["schemas"]["Replay"];
                };
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    cancelReplay: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 1 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Jobs that are run again in bulk */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": 1,
                     *       "filter": {
                     *         "install_id": 41,
                     *         "status": [
                     *           "failed",
                     *           "parked"
                     *         ],
                     *         "since": "2026-03-02T08:30:00.000Z",
                     *         "until": "2026-03-02T09:15:00.840Z"
                     *       },
                     *       "include_settled": false,
                     *       "state": "cancelled",
                     *       "total": 1200,
                     *       "done": 340,
                     *       "failed": 2,
                     *       "created_at": "2026-03-02T09:15:00.840Z",
                     *       "finished_at": "2026-03-02T09:16:00.000Z"
                     *     }
                     */
                    "application/json": components["schemas"]["Replay"];
                };
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    listResourceTypes: {
        parameters: {
            query?: {
                limit?: number;
                /** @description next_cursor of the page before */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": [
                     *         {
                     *           "name": "rooms",
                     *           "description": "Rooms that visitors can be shown to",
                     *           "list_url": "https://product.example.com/plugboard/rooms",
                     *           "created_at": "2026-03-02T08:30:00.000Z",
                     *           "updated_at": "2026-03-02T08:30:00.000Z"
                     *         }
                     *       ],
                     *       "next_cursor": null
                     *     }
                     */
                    "application/json": components["schemas"]["ResourceTypePage"];
                };
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    getResourceType: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description A lower-case letter, then up to 99 of a-z, 0-9, "_" and "."
                 * @example rooms
                 */
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What people can choose from in a field of the type `resource_select` */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "name": "rooms",
                     *       "description": "Rooms that visitors can be shown to",
                     *       "list_url": "https://product.example.com/plugboard/rooms",
                     *       "created_at": "2026-03-02T08:30:00.000Z",
                     *       "updated_at": "2026-03-02T08:30:00.000Z"
                     *     }
                     */
                    "application/json": components["schemas"]["ResourceType"];
                };
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    putResourceType: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description A lower-case letter, then up to 99 of a-z, 0-9, "_" and "."
                 * @example rooms
                 */
                name: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "description": "Rooms that visitors can be shown to",
                 *       "list_url": "https://product.example.com/plugboard/rooms"
                 *     }
                 */
                "application/json": components["schemas"]["ResourceTypeInput"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "name": "rooms",
                     *       "description": "Rooms that visitors can be shown to",
                     *       "list_url": "https://product.example.com/plugboard/rooms",
                     *       "created_at": "2026-03-02T08:30:00.000Z",
                     *       "updated_at": "2026-03-02T08:30:00.000Z",
                     *       "signing_secret": null
                     *     }
                     */
                    "application/json": components["schemas"]["DeclaredResourceType"];
                };
            };
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "name": "rooms",
                     *       "description": "Rooms that visitors can be shown to",
                     *       "list_url": "https://product.example.com/plugboard/rooms",
                     *       "created_at": "2026-03-02T08:30:00.000Z",
                     *       "updated_at": "2026-03-02T08:30:00.000Z",
                     *       "signing_secret": "whsec_example"
                     *     }
                     */
                    "application/json": components["schemas"]["DeclaredResourceType"];
                };
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    deleteResourceType: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description A lower-case letter, then up to 99 of a-z, 0-9, "_" and "."
                 * @example rooms
                 */
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Removed */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    listRoles: {
        parameters: {
            query?: {
                limit?: number;
                /** @description next_cursor of the page before */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": [
                     *         {
                     *           "name": "admin",
                     *           "is_built_in": true
                     *         }
                     *       ],
                     *       "next_cursor": null
                     *     }
                     */
                    "application/json": components["schemas"]["RolePage"];
                };
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    listRouteCalls: {
        parameters: {
            query?: {
                limit?: number;
                /** @description next_cursor of the page before */
                cursor?: string;
                install_id?: number;
                plugin_id?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": [
                     *         {
                     *           "id": "019cade2-8a60-7b3f-9c41-5d2e7f8a9c04",
                     *           "install_id": 41,
                     *           "plugin_id": 12,
                     *           "kind": "validation",
                     *           "step": 0,
                     *           "field": null,
                     *           "outcome": "refused",
                     *           "status": 412,
                     *           "stage": null,
                     *           "message": "This greeting is too long for a badge",
                     *           "duration_ms": 84,
                     *           "user_id": 3,
                     *           "created_at": "2026-03-02T08:30:00.000Z"
                     *         }
                     *       ],
                     *       "next_cursor": null
                     *     }
                     */
                    "application/json": components["schemas"]["RouteCallPage"];
                };
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    createSampleEvent: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "install_id": 41,
                 *       "name": "entry_sign_in"
                 *     }
                 */
                "application/json": components["schemas"]["SampleEventInput"];
            };
        };
        responses: {
            /** @description An event that is kept, the job it became, and why it became one or not */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "event": {
                     *         "id": "019cade2-8a60-7b3f-9c41-5d2e7f8a9b01"
                     *       },
                     *       "jobs": [
                     *         {
                     *           "id": "019cade2-8a61-7d15-8e02-1f3a5b7c9d02",
                     *           "install_id": 41,
                     *           "plugin_id": 12
                     *         }
                     *       ],
                     *       "decision": "delivered"
                     *     }
                     */
                    "application/json": components["schemas"]["AcceptedSampleEvent"];
                };
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    listScopes: {
        parameters: {
            query?: {
                limit?: number;
                /** @description next_cursor of the page before */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": [
                     *         {
                     *           "name": "entries.write",
                     *           "description": "Change the entries of visitors",
                     *           "created_at": "2026-03-02T08:30:00.000Z",
                     *           "updated_at": "2026-03-02T08:30:00.000Z"
                     *         }
                     *       ],
                     *       "next_cursor": null
                     *     }
                     */
                    "application/json": components["schemas"]["ScopePage"];
                };
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    getScope: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description 1 to 128 printable ASCII characters, without space, comma, quote and backslash
                 * @example entries.write
                 */
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "name": "entries.write",
                     *       "description": "Change the entries of visitors",
                     *       "created_at": "2026-03-02T08:30:00.000Z",
                     *       "updated_at": "2026-03-02T08:30:00.000Z"
                     *     }
                     */
                    "application/json": components["schemas"]["Scope"];
                };
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    putScope: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description 1 to 128 printable ASCII characters, without space, comma, quote and backslash
                 * @example entries.write
                 */
                name: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "description": "Change the entries of visitors"
                 *     }
                 */
                "application/json": components["schemas"]["ScopeInput"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "name": "entries.write",
                     *       "description": "Change the entries of visitors",
                     *       "created_at": "2026-03-02T08:30:00.000Z",
                     *       "updated_at": "2026-03-02T08:30:00.000Z"
                     *     }
                     */
                    "application/json": components["schemas"]["Scope"];
                };
            };
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "name": "entries.write",
                     *       "description": "Change the entries of visitors",
                     *       "created_at": "2026-03-02T08:30:00.000Z",
                     *       "updated_at": "2026-03-02T08:30:00.000Z"
                     *     }
                     */
                    "application/json": components["schemas"]["Scope"];
                };
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    deleteScope: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description 1 to 128 printable ASCII characters, without space, comma, quote and backslash
                 * @example entries.write
                 */
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Removed */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    createSignInLink: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes it safe to send the request again: for 24 hours the same key and body give the same answer, and another body is refused */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "user_id": 3,
                 *       "space_id": 7
                 *     }
                 */
                "application/json": components["schemas"]["NewSignInLink"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "url": "https://plugboard.example.com/sign-in/link/pbl_example",
                     *       "expires_at": "2026-03-02T09:05:00.000Z"
                     *     }
                     */
                    "application/json": components["schemas"]["SignInLink"];
                };
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    listSpaces: {
        parameters: {
            query?: {
                /** @description Those of development installs, which are left out else */
                development?: boolean;
                limit?: number;
                /** @description next_cursor of the page before */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": [
                     *         {
                     *           "id": 7,
                     *           "name": "Acme",
                     *           "plan_level": 2,
                     *           "development": false,
                     *           "attributes": {
                     *             "domain": "acme.example",
                     *             "city": "Zurich"
                     *           },
                     *           "created_at": "2026-03-02T08:30:00.000Z",
                     *           "updated_at": "2026-03-02T08:30:00.000Z"
                     *         }
                     *       ],
                     *       "next_cursor": null
                     *     }
                     */
                    "application/json": components["schemas"]["SpacePage"];
                };
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    createSpace: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes it safe to send the request again: for 24 hours the same key and body give the same answer, and another body is refused */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "id": 7,
                 *       "name": "Acme",
                 *       "plan_level": 2,
                 *       "attributes": {
                 *         "domain": "acme.example",
                 *         "city": "Zurich"
                 *       }
                 *     }
                 */
                "application/json": components["schemas"]["NewSpace"];
            };
        };
        responses: {
            /** @description A customer of the host */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": 7,
                     *       "name": "Acme",
                     *       "plan_level": 2,
                     *       "development": false,
                     *       "attributes": {
                     *         "domain": "acme.example",
                     *         "city": "Zurich"
                     *       },
                     *       "created_at": "2026-03-02T08:30:00.000Z",
                     *       "updated_at": "2026-03-02T08:30:00.000Z"
                     *     }
                     */
                    "application/json": components["schemas"]["Space"];
                };
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    getSpace: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 7 */
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A customer of the host */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": 7,
                     *       "name": "Acme",
                     *       "plan_level": 2,
                     *       "development": false,
                     *       "attributes": {
                     *         "domain": "acme.example",
                     *         "city": "Zurich"
                     *       },
                     *       "created_at": "2026-03-02T08:30:00.000Z",
                     *       "updated_at": "2026-03-02T08:30:00.000Z"
                     *     }
                     */
                    "application/json": components["schemas"]["Space"];
                };
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    deleteSpace: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 7 */
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    updateSpace: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 7 */
                id: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "plan_level": 3
                 *     }
                 */
                "application/json": components["schemas"]["SpacePatch"];
            };
        };
        responses: {
            /** @description A customer of the host */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": 7,
                     *       "name": "Acme",
                     *       "plan_level": 2,
                     *       "development": false,
                     *       "attributes": {
                     *         "domain": "acme.example",
                     *         "city": "Zurich"
                     *       },
                     *       "created_at": "2026-03-02T08:30:00.000Z",
                     *       "updated_at": "2026-03-02T08:30:00.000Z"
                     *     }
                     */
                    "application/json": components["schemas"]["Space"];
                };
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    listInstallsOfSpace: {
        parameters: {
            query?: {
                limit?: number;
                /** @description next_cursor of the page before */
                cursor?: string;
                /**
                 * @description Which, separated by commas: setup, active, suspended, uninstalled. All of them where it is left out
                 * @example setup,active,suspended
                 */
                status?: string;
            };
            header?: never;
            path: {
                /** @example 7 */
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": [
                     *         {
                     *           "id": 41,
                     *           "space_id": 7,
                     *           "plugin_id": 12,
                     *           "plugin_slug": "greeter",
                     *           "plugin_name": "Greeter",
                     *           "plugin_icon": "//plugboard.example.com/images/icon.png",
                     *           "plugin_deleted": false,
                     *           "release": 1,
                     *           "generation": 1,
                     *           "status": "active",
                     *           "setup_open": false,
                     *           "development": false,
                     *           "scopes": [
                     *             "entries.write"
                     *           ],
                     *           "permissions_pending": false,
                     *           "attention": [],
                     *           "config_revision": 1,
                     *           "installed_by": 3,
                     *           "created_at": "2026-03-02T08:30:00.000Z",
                     *           "updated_at": "2026-03-02T08:30:00.000Z",
                     *           "uninstalled_at": null,
                     *           "erase_after": null,
                     *           "erased_at": null
                     *         }
                     *       ],
                     *       "next_cursor": null
                     *     }
                     */
                    "application/json": components["schemas"]["InstallPage"];
                };
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    createInstall: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes it safe to send the request again: for 24 hours the same key and body give the same answer, and another body is refused */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @example 7 */
                id: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "plugin_id": "greeter",
                 *       "config": {
                 *         "greeting": "Good to see you"
                 *       },
                 *       "user_id": 3,
                 *       "backfill": {
                 *         "days": 7
                 *       }
                 *     }
                 */
                "application/json": components["schemas"]["NewInstall"];
            };
        };
        responses: {
            /** @description A plugin in a space */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": 41,
                     *       "space_id": 7,
                     *       "plugin_id": 12,
                     *       "plugin_slug": "greeter",
                     *       "plugin_name": "Greeter",
                     *       "plugin_icon": "//plugboard.example.com/images/icon.png",
                     *       "plugin_deleted": false,
                     *       "release": 1,
                     *       "generation": 1,
                     *       "status": "active",
                     *       "setup_open": false,
                     *       "development": false,
                     *       "scopes": [
                     *         "entries.write"
                     *       ],
                     *       "permissions_pending": false,
                     *       "attention": [],
                     *       "config_revision": 1,
                     *       "installed_by": 3,
                     *       "created_at": "2026-03-02T08:30:00.000Z",
                     *       "updated_at": "2026-03-02T08:30:00.000Z",
                     *       "uninstalled_at": null,
                     *       "erase_after": null,
                     *       "erased_at": null
                     *     }
                     */
                    "application/json": components["schemas"]["Install"];
                };
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    listMembers: {
        parameters: {
            query?: {
                /** @description A part of the name or of the email address, in whatever case */
                search?: string;
                limit?: number;
                /** @description next_cursor of the page before */
                cursor?: string;
            };
            header?: never;
            path: {
                /** @example 7 */
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": [
                     *         {
                     *           "user_id": 3,
                     *           "email": "ada@example.com",
                     *           "friendly_name": "Ada",
                     *           "role": "admin",
                     *           "development": false,
                     *           "created_at": "2026-03-02T08:30:00.000Z"
                     *         }
                     *       ],
                     *       "next_cursor": null
                     *     }
                     */
                    "application/json": components["schemas"]["MemberPage"];
                };
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    putMember: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 7 */
                id: number;
                /** @example 3 */
                user_id: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "role": "admin"
                 *     }
                 */
                "application/json": components["schemas"]["MemberRole"];
            };
        };
        responses: {
            /** @description A user in a space */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "user_id": 3,
                     *       "email": "ada@example.com",
                     *       "friendly_name": "Ada",
                     *       "role": "admin",
                     *       "development": false,
                     *       "created_at": "2026-03-02T08:30:00.000Z"
                     *     }
                     */
                    "application/json": components["schemas"]["Member"];
                };
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    deleteMember: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 7 */
                id: number;
                /** @example 3 */
                user_id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    stream: {
        parameters: {
            query?: {
                space_id?: number;
                install_id?: number;
                plugin_id?: number;
                /**
                 * @description Which changes, separated by commas: job.updated, install.changed, attempt.finished. All of them where it is left out
                 * @example job.updated,attempt.finished
                 */
                types?: string;
            };
            header?: {
                /** @description The `id` of the last event that arrived, to go on after it */
                "last-event-id"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Goes on until one side ends it */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "job.updated",
                     *       "id": "019cade2-8a61-7d15-8e02-1f3a5b7c9d02",
                     *       "install_id": 41,
                     *       "status": "done",
                     *       "at": "2026-03-02T09:15:00.840Z"
                     *     }
                     */
                    "text/event-stream": components["schemas"]["StreamChange"];
                };
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    getSummary: {
        parameters: {
            query?: {
                space_id?: number;
                install_id?: number;
                /** @description At most 31 days ago; by default 24 hours, to the end of the step that is under way */
                since?: string;
                /** @description Seconds, in whole minutes; at most 200 steps */
                step?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "since": "2026-03-02T09:00:00.000Z",
                     *       "until": "2026-03-02T10:00:00.000Z",
                     *       "step": 3600,
                     *       "events": 9,
                     *       "jobs": {
                     *         "done": 8,
                     *         "ongoing": 0,
                     *         "waiting": 0,
                     *         "retrying": 0,
                     *         "failed": 1,
                     *         "ignored": 0,
                     *         "parked": 0,
                     *         "cancelled": 0
                     *       },
                     *       "series": [
                     *         {
                     *           "at": "2026-03-02T09:00:00.000Z",
                     *           "events": 9,
                     *           "done": 8,
                     *           "failed": 1,
                     *           "other": 0
                     *         }
                     *       ],
                     *       "complete": true
                     *     }
                     */
                    "application/json": components["schemas"]["Summary"];
                };
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    listUsers: {
        parameters: {
            query?: {
                limit?: number;
                /** @description next_cursor of the page before */
                cursor?: string;
                email?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": [
                     *         {
                     *           "id": 3,
                     *           "email": "ada@example.com",
                     *           "friendly_name": "Ada",
                     *           "lang": "en",
                     *           "is_operator": false,
                     *           "has_password": false,
                     *           "created_at": "2026-03-02T08:30:00.000Z"
                     *         }
                     *       ],
                     *       "next_cursor": null
                     *     }
                     */
                    "application/json": components["schemas"]["UserPage"];
                };
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    createUser: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes it safe to send the request again: for 24 hours the same key and body give the same answer, and another body is refused */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "email": "ada@example.com",
                 *       "friendly_name": "Ada",
                 *       "lang": "en"
                 *     }
                 */
                "application/json": components["schemas"]["NewUser"];
            };
        };
        responses: {
            /** @description Somebody who belongs to spaces */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": 3,
                     *       "email": "ada@example.com",
                     *       "friendly_name": "Ada",
                     *       "lang": "en",
                     *       "is_operator": false,
                     *       "has_password": false,
                     *       "created_at": "2026-03-02T08:30:00.000Z"
                     *     }
                     */
                    "application/json": components["schemas"]["User"];
                };
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    getUser: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 3 */
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Somebody who belongs to spaces */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": 3,
                     *       "email": "ada@example.com",
                     *       "friendly_name": "Ada",
                     *       "lang": "en",
                     *       "is_operator": false,
                     *       "has_password": false,
                     *       "created_at": "2026-03-02T08:30:00.000Z"
                     *     }
                     */
                    "application/json": components["schemas"]["User"];
                };
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    deleteUser: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 3 */
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    updateUser: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 3 */
                id: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "lang": "de-CH"
                 *     }
                 */
                "application/json": components["schemas"]["UserPatch"];
            };
        };
        responses: {
            /** @description Somebody who belongs to spaces */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": 3,
                     *       "email": "ada@example.com",
                     *       "friendly_name": "Ada",
                     *       "lang": "en",
                     *       "is_operator": false,
                     *       "has_password": false,
                     *       "created_at": "2026-03-02T08:30:00.000Z"
                     *     }
                     */
                    "application/json": components["schemas"]["User"];
                };
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
}
