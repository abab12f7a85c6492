/** Uploading an image for a manifest. */
export const upload = {
  action: 'Upload…',
  of: (label: string) => `Upload an image: ${label}`,
  preview: (label: string) => `Preview: ${label}`,
  done: (label: string) => `${label}: the image is uploaded.`,
  wrongType: 'This is no PNG, JPEG, GIF, WebP or AVIF image. Choose one of these.',
  tooLarge: 'This image is too large. Make it smaller and upload it again.',
  tooMany:
    'You have uploaded as many images as you may. Use one of those, or ask whoever runs this product.',
  notShown: 'At this address is no image that can be shown.',
};
