/** The characters that `decodeURI` leaves encoded. */
const delimiters = /%(?:3B|2F|3F|3A|40|26|3D|2B|24|2C|23)/gi

/** The login in a path such as `/forgot/alice%40lake.example`. The router has already decoded all other characters. */
export const loginInPath = (part: string): string => part.replace(delimiters, decodeURIComponent)
