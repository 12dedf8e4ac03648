export { MediaBroken, MediaMissing } from "./errors.ts";
export { type MediaLinkOptions, type MediaLinks, mediaLinks, type Permit } from "./links.ts";
export { type MediaPlace, type MediaTools, openMedia, storeMedia } from "./media.ts";
export { prefixBytes, typeOf } from "./sniff.ts";
export { declareMediaBucket, MEDIA_BUCKET, type MediaStore, openMediaStore } from "./store.ts";
