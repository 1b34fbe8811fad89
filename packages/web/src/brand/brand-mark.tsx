/**
 * The logo: two speech bubbles, one replying to the other. The same drawing as icon.svg, in the colours of the theme.
 */
export const BrandMark = ({ size = 32 }: { readonly size?: number }) => (
  <svg width={size} height={size} viewBox="0 0 48 48" aria-hidden focusable="false">
    <rect width="48" height="48" rx="13" fill="var(--color-accent-solid)" />
    <path d="M22 20h12a5 5 0 0 1 5 5v5a5 5 0 0 1-5 5v4.6L28 35h-6a5 5 0 0 1-5-5v-5a5 5 0 0 1 5-5z" fill="#A9C4FF" />
    <path
      d="M14.5 10h14a5.5 5.5 0 0 1 5.5 5.5v6a5.5 5.5 0 0 1-5.5 5.5H20l-5.5 4.6V27A5.5 5.5 0 0 1 9 21.5v-6a5.5 5.5 0 0 1 5.5-5.5z"
      fill="#fff"
      stroke="var(--color-accent-solid)"
      strokeWidth="4"
      strokeLinejoin="round"
      paintOrder="stroke"
    />
  </svg>
)
